using System.Globalization;
using System.Text;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Methods of str.</summary>
internal static class StringMethods
{
    public static readonly MethodTable Table = new("str")
    {
        { "upper", 0, 0, (s, _) => UnicodeCase.Upper((string)s!) },
        { "lower", 0, 0, (s, _) => UnicodeCase.Lower((string)s!) },
        { "casefold", 0, 0, (s, _) => UnicodeCase.Lower((string)s!).Replace("ß", "ss", StringComparison.Ordinal).Replace('ς', 'σ') },
        { "capitalize", 0, 0, (s, _) => UnicodeCase.Capitalize((string)s!) },
        { "title", 0, 0, (s, _) => UnicodeCase.TitleWords((string)s!) },
        { "swapcase", 0, 0, (s, _) => UnicodeCase.Swap((string)s!) },
        { "strip", 0, 1, (s, a) => Strip((string)s!, a, "strip", true, true) },
        { "lstrip", 0, 1, (s, a) => Strip((string)s!, a, "lstrip", true, false) },
        { "rstrip", 0, 1, (s, a) => Strip((string)s!, a, "rstrip", false, true) },
        { "split(sep=None, maxsplit=-1)", (s, a) => StringSplitting.Split((string)s!, a[0], a[1]) },
        { "rsplit(sep=None, maxsplit=-1)", (s, a) => StringSplitting.RightSplit((string)s!, a[0], a[1]) },
        { "splitlines(keepends=False)", (s, a) => new PyList(StringSplitting.Lines((string)s!, PyIteration.IsTrue(a[0]))) },
        { "partition", 1, 1, (s, a) => Partition((string)s!, Text(a[0]), false) },
        { "rpartition", 1, 1, (s, a) => Partition((string)s!, Text(a[0]), true) },
        { "join", 1, 1, (s, a) => Join((string)s!, a[0]) },
        { "replace", 2, 3, (s, a) => Replace((string)s!, a) },
        { "startswith", 1, 3, (s, a) => Affix((string)s!, a, "startswith", (text, part) => text.StartsWith(part, StringComparison.Ordinal)) },
        { "endswith", 1, 3, (s, a) => Affix((string)s!, a, "endswith", (text, part) => text.EndsWith(part, StringComparison.Ordinal)) },
        { "removeprefix", 1, 1, (s, a) => ((string)s!).StartsWith(Text(a[0]), StringComparison.Ordinal) ? ((string)s)[Text(a[0]).Length..] : s },
        { "removesuffix", 1, 1, (s, a) => Text(a[0]).Length > 0 && ((string)s!).EndsWith(Text(a[0]), StringComparison.Ordinal) ? ((string)s)[..^Text(a[0]).Length] : s },
        { "find", 1, 3, (s, a) => Find((string)s!, a, false) },
        { "rfind", 1, 3, (s, a) => Find((string)s!, a, true) },
        { "index", 1, 3, (s, a) => Found(Find((string)s!, a, false)) },
        { "rindex", 1, 3, (s, a) => Found(Find((string)s!, a, true)) },
        { "count", 1, 3, (s, a) => Count(Window((string)s!, a, out _), Text(a[0])) },
        { "zfill", 1, 1, (s, a) => ZeroFill((string)s!, Width(a[0])) },
        { "ljust", 1, 2, (s, a) => (string)s! + Fill(s, a, out _) },
        { "rjust", 1, 2, (s, a) => Fill(s, a, out _) + (string)s! },
        { "center", 1, 2, (s, a) => Center((string)s!, a) },
        { "expandtabs(tabsize=8)", (s, a) => ExpandTabs((string)s!, Width(a[0])) },
        { "encode(encoding='utf-8', errors='strict')", (s, a) => Encode((string)s!, Text(a[0]), Text(a[1])) },
        { "translate", 1, 1, (s, a) => Translate((string)s!, a[0]) },
        { "format_map", 1, 1, (s, a) => StrFormat.FormatMap((string)s!, a[0] as PyDict ?? throw JinjaException.Type("format requires a mapping")) },
        { "isalpha", 0, 0, (s, _) => All(s, Rune.IsLetter) },
        { "isalnum", 0, 0, (s, _) => All(s, r => Rune.IsLetter(r) || Rune.IsNumber(r)) },
        { "isdigit", 0, 0, (s, _) => All(s, r => Rune.IsDigit(r) || Rune.GetNumericValue(r) is >= 0 and < 10 && Rune.GetUnicodeCategory(r) == UnicodeCategory.OtherNumber && "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉".Contains(r.ToString(), StringComparison.Ordinal)) },
        { "isdecimal", 0, 0, (s, _) => All(s, Rune.IsDigit) },
        { "isnumeric", 0, 0, (s, _) => All(s, r => Rune.IsNumber(r) || Rune.GetNumericValue(r) >= 0) },
        { "isspace", 0, 0, (s, _) => All(s, r => r.IsBmp && PyText.IsWhiteSpace((char)r.Value)) },
        { "isascii", 0, 0, (s, _) => Ascii.IsValid((string)s!) },
        { "isprintable", 0, 0, (s, _) => !PyText.Quote((string)s!).Contains('\\', StringComparison.Ordinal) || ((string)s!).All(c => c is '\\' or '\'' or '"' || !PyText.Quote(c.ToString()).Contains('\\', StringComparison.Ordinal)) },
        { "isidentifier", 0, 0, (s, _) => Syntax.Identifiers.IsIdentifier((string)s!) },
        { "islower", 0, 0, (s, _) => Cased((string)s!, Rune.IsLower) },
        { "isupper", 0, 0, (s, _) => Cased((string)s!, Rune.IsUpper) },
        { "istitle", 0, 0, (s, _) => ((string)s!).EnumerateRunes().Any(UnicodeCase.IsCased) && UnicodeCase.TitleWords((string)s) == (string)s },
        { "maketrans", 1, 3, (_, a) => MakeTranslation(a) },
    };

    static StringMethods() => Table.AddProperty("format", s => new NativeFunction("format", (_, arguments) => StrFormat.Format((string)s!, arguments)));

    public static string Text(object? value) => PyText.IsText(value, out var text)
        ? text
        : throw JinjaException.Type($"must be str, not {PyText.TypeName(value)}");

    public static string Join(string separator, object? items)
    {
        var parts = PyIteration.TryIterate(items) ?? throw JinjaException.Type("can only join an iterable");
        var index = 0;
        return string.Join(separator, parts.Select(p => PyText.IsText(p, out var text)
            ? (index++, text).text
            : throw JinjaException.Type($"sequence item {index}: expected str instance, {PyText.TypeName(p)} found")));
    }

    public static string Strip(string text, object?[] arguments, string name, bool left, bool right)
    {
        var chars = PyText.WhiteSpace;
        if (arguments.Length > 0 && arguments[0] is not null)
        {
            chars = PyText.IsText(arguments[0], out var set) ? set.ToCharArray() : throw JinjaException.Type($"{name} arg must be None or str");
        }

        if (chars.Length == 0)
        {
            return text;
        }

        return left && right ? text.Trim(chars) : left ? text.TrimStart(chars) : text.TrimEnd(chars);
    }

    public static string ReplaceText(string text, string old, string with, long count)
    {
        if (count < 0)
        {
            count = long.MaxValue;
        }

        var result = new StringBuilder();
        var position = 0;
        if (old.Length == 0)
        {
            for (; count > 0; count--)
            {
                result.Append(with);
                if (position >= text.Length)
                {
                    break;
                }

                result.Append(text[position++]);
            }

            return result.Append(text, position, text.Length - position).ToString();
        }

        for (; count > 0; count--)
        {
            var at = text.IndexOf(old, position, StringComparison.Ordinal);
            if (at < 0)
            {
                break;
            }

            result.Append(text, position, at - position).Append(with);
            position = at + old.Length;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    private static string Replace(string text, object?[] a)
    {
        for (var i = 0; i < 2; i++)
        {
            if (!PyText.IsText(a[i], out _))
            {
                throw JinjaException.Type($"replace() argument {i + 1} must be str, not {PyText.TypeName(a[i])}");
            }
        }

        return ReplaceText(text, Text(a[0]), Text(a[1]), a.Length > 2 ? Width(a[2]) : -1);
    }

    private static PyTuple Partition(string text, string separator, bool last)
    {
        if (separator.Length == 0)
        {
            throw JinjaException.Value("empty separator");
        }

        var at = last ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0)
        {
            return last ? new PyTuple([string.Empty, string.Empty, text]) : new PyTuple([text, string.Empty, string.Empty]);
        }

        return new PyTuple([text[..at], separator, text[(at + separator.Length)..]]);
    }

    private static string Window(string text, object?[] a, out int offset)
    {
        var indices = new PySlice(a.Length > 1 ? a[1] : null, a.Length > 2 ? a[2] : null, null);
        var length = PyText.Length(text);
        var all = indices.Indices(length).ToList();
        offset = all.Count > 0 ? all[0] : Math.Max(0, length);
        return a.Length < 2 ? text : (string)PyText.Item(text, indices)!;
    }

    private static bool Affix(string text, object?[] a, string name, Func<string, string, bool> test)
    {
        var window = Window(text, a, out _);
        if (a[0] is PyTuple tuple)
        {
            return tuple.Items.Any(i => test(window, PyText.IsText(i, out var part)
                ? part
                : throw JinjaException.Type($"tuple for {name} must only contain str, not {PyText.TypeName(i)}")));
        }

        return test(window, PyText.IsText(a[0], out var single)
            ? single
            : throw JinjaException.Type($"{name} first arg must be str or a tuple of str, not {PyText.TypeName(a[0])}"));
    }

    private static long Find(string text, object?[] a, bool last)
    {
        var window = Window(text, a, out var offset);
        offset = a.Length < 2 ? 0 : offset;
        var part = Text(a[0]);
        var at = last ? window.LastIndexOf(part, StringComparison.Ordinal) : window.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? -1 : PyText.Length(window[..at]) + offset;
    }

    private static object Found(long index) => index >= 0 ? index : throw JinjaException.Value("substring not found");

    private static object Count(string text, string part)
    {
        if (part.Length == 0)
        {
            return (long)PyText.Length(text) + 1;
        }

        var count = 0L;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static int Width(object? value) => PyNumber.TryIndex(value, out var width)
        ? (int)Math.Clamp(width, int.MinValue, 100_000_000)
        : throw JinjaException.Type($"'{PyText.TypeName(value)}' object cannot be interpreted as an integer");

    private static string ZeroFill(string text, int width)
    {
        var missing = width - PyText.Length(text);
        var head = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        return missing <= 0 ? text : text[..head] + new string('0', missing) + text[head..];
    }

    private static string Fill(object? self, object?[] a, out int missing)
    {
        var fill = a.Length > 1 ? Text(a[1]) : " ";
        if (PyText.Length(fill) != 1)
        {
            throw JinjaException.Type("The fill character must be exactly one character long");
        }

        missing = Math.Max(0, Width(a[0]) - PyText.Length((string)self!));
        return PyText.Repeat(fill, missing);
    }

    public static string Center(string text, object?[] a)
    {
        var fill = Fill(text, a, out var missing);
        var width = Width(a[0]);
        var left = (missing / 2) + (missing & width & 1);
        var unit = missing == 0 ? 0 : fill.Length / missing;
        return fill[..(left * unit)] + text + fill[(left * unit)..];
    }

    private static string ExpandTabs(string text, int size)
    {
        var result = new StringBuilder();
        var column = 0;
        foreach (var c in text)
        {
            if (c == '\t')
            {
                var count = size > 0 ? size - (column % size) : 0;
                result.Append(' ', count);
                column += count;
            }
            else
            {
                result.Append(c);
                column = c is '\n' or '\r' ? 0 : column + 1;
            }
        }

        return result.ToString();
    }

    private static PyBytes Encode(string text, string encoding, string errors)
    {
        switch (encoding.Replace('_', '-').ToLowerInvariant())
        {
            case "utf-8" or "utf8":
                return new PyBytes(Encoding.UTF8.GetBytes(text));
            case "utf-16":
                return new PyBytes([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]);
            case "ascii" or "us-ascii" or "latin-1" or "latin1" or "iso-8859-1":
                var limit = encoding.StartsWith("l", StringComparison.OrdinalIgnoreCase) || encoding.StartsWith("i", StringComparison.OrdinalIgnoreCase) ? 256 : 128;
                return new PyBytes(text.Where(c => c < limit || errors != "ignore").Select(c => c < limit ? (byte)c
                    : errors == "replace" ? (byte)'?' : throw Unencodable(text, c, limit)).ToArray());
            default:
                throw new JinjaException("LookupError", $"unknown encoding: {encoding}");
        }
    }

    private static JinjaException Unencodable(string text, char c, int limit) => new(
        "UnicodeEncodeError",
        $"'{(limit == 128 ? "ascii" : "latin-1")}' codec can't encode character {(c < 256 ? $"'\\x{(int)c:x2}'" : $"'\\u{(int)c:x4}'")} in position "
        + $"{text.IndexOf(c, StringComparison.Ordinal)}: ordinal not in range({limit})");

    private static string Translate(string text, object? table)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (table is PyObject map && map.TryGetItem((long)rune.Value, out var value))
            {
                result.Append(value switch
                {
                    null => string.Empty,
                    long code => char.ConvertFromUtf32((int)code),
                    _ => Text(value),
                });
            }
            else
            {
                result.Append(rune.ToString());
            }
        }

        return result.ToString();
    }

    private static PyDict MakeTranslation(object?[] a)
    {
        var result = new PyDict();
        if (a.Length == 1)
        {
            foreach (var (key, value) in (a[0] as PyDict ?? throw JinjaException.Type("if you give only one argument to maketrans it must be a dict")).Pairs)
            {
                result[key is string text ? (long)char.ConvertToUtf32(text, 0) : key] = value;
            }

            return result;
        }

        var from = Text(a[0]).EnumerateRunes().ToList();
        var to = Text(a[1]).EnumerateRunes().ToList();
        if (from.Count != to.Count)
        {
            throw JinjaException.Value("the first two maketrans arguments must have equal length");
        }

        for (var i = 0; i < from.Count; i++)
        {
            result[(long)from[i].Value] = (long)to[i].Value;
        }

        foreach (var rune in (a.Length > 2 ? Text(a[2]) : string.Empty).EnumerateRunes())
        {
            result[(long)rune.Value] = null;
        }

        return result;
    }

    private static object All(object? self, Func<Rune, bool> test) => ((string)self!).Length > 0 && ((string)self).EnumerateRunes().All(test);

    private static object Cased(string text, Func<Rune, bool> test) =>
        text.EnumerateRunes().Any(UnicodeCase.IsCased) && text.EnumerateRunes().Where(UnicodeCase.IsCased).All(test);
}
