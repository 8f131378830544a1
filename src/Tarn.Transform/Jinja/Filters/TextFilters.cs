using System.Text.RegularExpressions;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Filters on text.</summary>
internal static partial class TextFilters
{
    private const long DefaultLeeway = 5;

    public static void AddTo(FilterTable table)
    {
        table.Add("upper", "do_upper(s)", a => Map(a[0], UnicodeCase.Upper));
        table.Add("lower", "do_lower(s)", a => Map(a[0], UnicodeCase.Lower));
        table.Add("capitalize", "do_capitalize(s)", a => Map(a[0], UnicodeCase.Capitalize));
        table.Add("title", "do_title(s)", a => PyText.Str(a[0]) is var text ? Title(text) : null);
        table.Add("trim", "do_trim(value, chars=None)", a => Map(a[0], t => StringMethods.Strip(t, [a[1]], "strip", true, true)));
        table.Add("center", "do_center(value, width=80)", a => Map(a[0], t => StringMethods.Center(t, [a[1]])));
        table.Add("replace", "do_replace(s, old, new, count=None)", Replace);
        table.Add("string", "soft_str(s)", a => a[0] is Markup ? a[0] : PyText.Str(a[0]));
        table.Add("join", "sync_do_join(value, d='', attribute=None)", Join);
        table.Add("indent", "do_indent(s, width=4, first=False, blank=False)", Indent);
        table.Add("truncate", "do_truncate(s, length=255, killwords=False, end='...', leeway=None)", Truncate);
        table.Add("wordcount", "do_wordcount(s)", a => (long)Word().Count(PyText.Str(a[0])));
        table.Add("wordwrap", "do_wordwrap(s, width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True)", WordWrap);
        table.Add("pprint", "do_pprint(value)", a => PrettyPrinter.Format(a[0]));
        table.Filters["format"] = new NativeFunction("do_format", Format);
    }

    private static object Map(object? value, Func<string, string> map) =>
        value is Markup markup ? new Markup(map(markup.Text)) : map(PyText.Str(value));

    private static string Title(string text) => string.Concat(TitleSplit().Split(text).Where(p => p.Length > 0)
        .Select(p => UnicodeCase.Upper(p[..1]) + UnicodeCase.Lower(p[1..])));

    private static object Replace(CallContext context, object?[] a)
    {
        var count = a[3] is null ? -1 : PyNumber.TryIndex(a[3], out var number)
            ? number
            : throw JinjaException.Type($"'{PyText.TypeName(a[3])}' object cannot be interpreted as an integer");
        if (!context.AutoEscape)
        {
            return StringMethods.ReplaceText(PyText.Str(a[0]), PyText.Str(a[1]), PyText.Str(a[2]), count);
        }

        var escapes = a[1] is Markup || (a[2] is Markup && a[0] is not Markup);
        if (!escapes && a[0] is not Markup)
        {
            return StringMethods.ReplaceText(PyText.Str(a[0]), PyText.Str(a[1]), PyText.Str(a[2]), count);
        }

        return new Markup(StringMethods.ReplaceText(Markup.Escape(a[0]), Markup.Escape(a[1]), Markup.Escape(a[2]), count));
    }

    private static object Join(CallContext context, object?[] a)
    {
        var items = PyIteration.Iterate(a[0]);
        if (a[2] is not null)
        {
            items = items.Select(Attributes.Getter(context, a[2]));
        }

        if (!context.AutoEscape)
        {
            return string.Join(PyText.Str(a[1]), items.Select(PyText.Str));
        }

        var list = items.ToList();
        return a[1] is Markup || list.Exists(i => i is Markup)
            ? new Markup(string.Join(Markup.Escape(a[1]), list.Select(i => i is Markup || a[1] is Markup ? Markup.Escape(i) : Markup.Escape(PyText.Str(i)))))
            : string.Join(PyText.Str(a[1]), list.Select(PyText.Str));
    }

    private static object? Indent(object?[] a)
    {
        var indention = PyText.IsText(a[1], out var given) ? given : (string)PyOperators.Binary("*", " ", a[1])!;
        var whole = AddNewline(a[0]);
        var lines = StringSplitting.Lines(PyText.Str(whole), false).ConvertAll(l => (string)l!);
        var text = PyIteration.IsTrue(a[3])
            ? string.Join("\n" + indention, lines)
            : lines[0] + string.Concat(lines.Skip(1).Select(l => "\n" + (l.Length > 0 ? indention + l : l)));
        text = PyIteration.IsTrue(a[2]) ? indention + text : text;
        return whole is Markup ? new Markup(text) : text;
    }

    /// <summary>The filter begins with <c>s += "\n"</c>, which shows in the messages for what is not text.</summary>
    private static object? AddNewline(object? value) => value switch
    {
        PyList => throw PyAttributes.NoAttribute(value, "splitlines"),
        string or Markup or PyTuple or Undefined => PyOperators.Binary("+", value, "\n"),
        _ => throw JinjaException.Type($"unsupported operand type(s) for +=: '{PyText.TypeName(value)}' and 'str'"),
    };

    private static object? Truncate(object?[] a)
    {
        var length = Number(a[1]);
        var end = PyText.Str(a[3]);
        var leeway = a[4] is null ? DefaultLeeway : Number(a[4]);
        if (length < PyText.Length(end))
        {
            throw new JinjaException("AssertionError", $"expected length >= {PyText.Length(end)}, got {length}");
        }

        if (leeway < 0)
        {
            throw new JinjaException("AssertionError", $"expected leeway >= 0, got {leeway}");
        }

        if (PyIteration.Length(a[0]) <= length + leeway)
        {
            return a[0];
        }

        var cut = Runtime.AttributeAccess.Subscript(a[0], new PySlice(null, length - PyText.Length(end), null));
        if (PyIteration.IsTrue(a[2]))
        {
            return PyOperators.Binary("+", cut, end);
        }

        var text = PyText.IsText(cut, out var plain) ? plain : throw PyAttributes.NoAttribute(cut, "rsplit");
        var space = text.LastIndexOf(' ');
        return (space < 0 ? text : text[..space]) + end;
    }

    private static string WordWrap(object?[] a)
    {
        var text = PyText.IsText(a[0], out var plain) ? plain : throw (a[0] as Undefined)?.Error() ?? PyAttributes.NoAttribute(a[0], "splitlines");
        var separator = a[3] is null ? "\n" : StringMethods.Text(a[3]);
        var lines = StringSplitting.Lines(text, false).Select(line =>
            string.Join(separator, TextWrapper.Wrap((string)line!, (int)Number(a[1]), PyIteration.IsTrue(a[2]), PyIteration.IsTrue(a[4]))));
        return string.Join(separator, lines);
    }

    private static object? Format(CallContext context, Arguments arguments)
    {
        var rest = arguments.WithoutFirst();
        if (rest.Positional.Length > 0 && rest.Named.Count > 0)
        {
            throw new JinjaException("FilterArgumentError", "can't handle positional and keyword arguments at the same time");
        }

        object value = rest.Named.Count > 0 ? new PyDict(rest.Named) : new PyTuple(rest.Positional);
        var format = arguments.Positional[0];
        return PyOperators.Binary("%", format is Markup ? format : PyText.Str(format), value);
    }

    private static long Number(object? value) => PyNumber.TryIndex(value, out var number)
        ? number
        : throw JinjaException.Type($"'<' not supported between instances of '{PyText.TypeName(value)}' and 'int'");

    [GeneratedRegex(@"([-\s({\[<]+)")]
    private static partial Regex TitleSplit();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
