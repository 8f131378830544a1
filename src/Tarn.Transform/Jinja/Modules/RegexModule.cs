using System.Text.RegularExpressions;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>Python's re module.</summary>
public static class RegexModule
{
    /// <summary>Patterns come from templates: one that backtracks without end must not hold a worker.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static PyDict Members => new(new Dictionary<string, object?>
    {
        ["match"] = Function("match(pattern, string, flags=0)", a => Match(a[0], a[1], a[2], "match")),
        ["fullmatch"] = Function("fullmatch(pattern, string, flags=0)", a => Match(a[0], a[1], a[2], "fullmatch")),
        ["search"] = Function("search(pattern, string, flags=0)", a => Match(a[0], a[1], a[2], "search")),
        ["sub"] = Function("sub(pattern, repl, string, count=0, flags=0)", a => Sub(Compile(a[0], a[4]), a[1], a[2], a[3])),
        ["subn"] = Function("subn(pattern, repl, string, count=0, flags=0)", SubCount),
        ["split"] = Function("split(pattern, string, maxsplit=0, flags=0)", a => Split(Compile(a[0], a[3]), a[1], a[2])),
        ["findall"] = Function("findall(pattern, string, flags=0)", a => FindAll(Compile(a[0], a[2]), a[1])),
        ["finditer"] = Function("finditer(pattern, string, flags=0)", a =>
            new PyIterator(Compile(a[0], a[2]).Matches(StringMethods.Text(a[1])).Select(m => (object?)new MatchValue(m)), "callable_iterator")),
        ["compile"] = Function("compile(pattern, flags=0)", a => new PatternValue(Compile(a[0], a[1]), StringMethods.Text(a[0]))),
        ["escape"] = Function("escape(pattern)", a => Escape(StringMethods.Text(a[0]))),
        ["I"] = 2L, ["IGNORECASE"] = 2L, ["M"] = 8L, ["MULTILINE"] = 8L, ["S"] = 16L, ["DOTALL"] = 16L, ["X"] = 64L, ["VERBOSE"] = 64L, ["A"] = 256L, ["ASCII"] = 256L,
    });

    internal static Regex Compile(object? pattern, object? flags)
    {
        if (pattern is PatternValue compiled)
        {
            return compiled.Regex;
        }

        var bits = PyNumber.TryIndex(flags, out var number) ? number : 0;
        var options = RegexOptions.CultureInvariant | ((bits & 2) != 0 ? RegexOptions.IgnoreCase : 0) | ((bits & 8) != 0 ? RegexOptions.Multiline : 0)
            | ((bits & 16) != 0 ? RegexOptions.Singleline : 0) | ((bits & 64) != 0 ? RegexOptions.IgnorePatternWhitespace : 0);
        var source = PyText.IsText(pattern, out var text) ? text : throw JinjaException.Type("first argument must be string or compiled pattern");
        try
        {
            return new Regex(PatternTranslation.ToDotNet(source), options, Timeout);
        }
        catch (RegexParseException error)
        {
            throw new JinjaException("error", PatternTranslation.Message(error, source), line: 1);
        }
    }

    internal static object? Match(object? pattern, object? subject, object? flags, string how)
    {
        var regex = Compile(pattern, flags);
        var text = PyText.IsText(subject, out var plain) ? plain : throw JinjaException.Type("expected string or bytes-like object, got '" + PyText.TypeName(subject) + "'");
        var match = how == "search" ? regex.Match(text) : Anchored(regex, how == "fullmatch").Match(text);
        return match.Success ? new MatchValue(match) : null;
    }

    internal static string Sub(Regex regex, object? replacement, object? subject, object? count)
    {
        var limit = PyNumber.TryIndex(count, out var number) && number > 0 ? (int)number : -1;
        var context = new CallContext(JinjaEnvironment.Default, null, false);
        var template = replacement is PyObject { IsCallable: true } function
            ? (Func<Match, string>)(m => StringMethods.Text(function.Call(context, new Arguments(new MatchValue(m)))))
            : Expand(StringMethods.Text(replacement));
        return regex.Replace(StringMethods.Text(subject), m => template(m), limit);
    }

    internal static PyList Split(Regex regex, object? subject, object? maxSplit)
    {
        var text = StringMethods.Text(subject);
        var limit = PyNumber.TryIndex(maxSplit, out var number) && number > 0 ? (int)number : int.MaxValue;
        var parts = new List<object?>();
        var position = 0;
        foreach (var match in regex.Matches(text).Take(limit))
        {
            parts.Add(text[position..match.Index]);
            parts.AddRange(match.Groups.Values.Skip(1).Select(g => (object?)(g.Success ? g.Value : null)));
            position = match.Index + match.Length;
        }

        parts.Add(text[position..]);
        return new PyList(parts);
    }

    internal static PyList FindAll(Regex regex, object? subject) =>
        new(regex.Matches(StringMethods.Text(subject)).Select(m => m.Groups.Count switch
        {
            1 => (object?)m.Value,
            2 => m.Groups[1].Value,
            _ => new PyTuple(m.Groups.Values.Skip(1).Select(g => (object?)g.Value).ToArray()),
        }));

    internal static Func<Match, string> Expand(string template)
    {
        var dotNet = PatternTranslation.Replacement(template);
        return match => string.Concat(dotNet.Select(part => part.Group is null ? part.Text : match.Groups[part.Group].Value));
    }

    private static NativeFunction Function(string signature, Func<object?[], object?> body) => new(new Signature(signature), (_, a) => body(a));

    private static PyTuple SubCount(object?[] a)
    {
        var regex = Compile(a[0], a[4]);
        var limit = PyNumber.TryIndex(a[3], out var number) && number > 0 ? number : long.MaxValue;
        return new PyTuple([Sub(regex, a[1], a[2], a[3]), Math.Min(limit, regex.Count(StringMethods.Text(a[2])))]);
    }

    private static Regex Anchored(Regex regex, bool whole) => new($@"\A(?:{regex})" + (whole ? @"\z" : string.Empty), regex.Options, Timeout);

    private static string Escape(string text) => string.Concat(text.Select(c => @"()[]{}?*+-|^$\.&~# ".Contains(c, StringComparison.Ordinal) || c is '\t' or '\n' or '\r' or '\v' or '\f' ? "\\" + c : c.ToString()));
}
