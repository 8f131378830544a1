using System.Text.RegularExpressions;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Filters on HTML, URLs and JSON.</summary>
internal static partial class HtmlFilters
{
    public static void AddTo(FilterTable table)
    {
        table.Add("e escape", "escape(s)", a => new Markup(Markup.Escape(a[0])));
        table.Add("forceescape", "do_forceescape(value)", a => new Markup(Markup.Escape(PyText.Str(a[0]))));
        table.Add("safe", "do_mark_safe(value)", a => new Markup(PyText.Str(a[0])));
        table.Add("striptags", "do_striptags(value)", a => HtmlText.StripTags(PyText.Str(a[0])));
        table.Add("urlencode", "do_urlencode(value)", a => UrlEncode(a[0]));
        table.Add("xmlattr", "do_xmlattr(d, autospace=True)", XmlAttributes);
        table.Add("tojson", "do_tojson(value, indent=None)", ToJson);
        table.Add("urlize", "do_urlize(value, trim_url_limit=None, nofollow=False, target=None, rel=None, extra_schemes=None)", Urlizer.Filter);
    }

    private static string UrlEncode(object? value)
    {
        if (PyText.IsText(value, out var text))
        {
            return HtmlText.Quote(text, "/");
        }

        if (PyIteration.TryIterate(value) is not { } items)
        {
            return HtmlText.Quote(PyText.Str(value), "/");
        }

        var pairs = value is PyDict dict ? dict.Pairs : items.Select(i => PyIteration.Unpack(i, 2)).Select(p => KeyValuePair.Create(p[0], p[1]));
        return string.Join('&', pairs.Select(p => $"{Query(p.Key)}={Query(p.Value)}"));
    }

    private static string Query(object? value) =>
        HtmlText.Quote(value is PyBytes bytes ? System.Text.Encoding.Latin1.GetString(bytes.Data) : PyText.Str(value), string.Empty)
            .Replace("%20", "+", StringComparison.Ordinal);

    private static object XmlAttributes(CallContext context, object?[] a)
    {
        var dict = a[0] as PyDict ?? throw (a[0] as Undefined)?.Error() ?? PyAttributes.NoAttribute(a[0], "items");
        var parts = new List<string>();
        foreach (var (key, value) in dict.Pairs)
        {
            if (value is null or Undefined)
            {
                continue;
            }

            var name = PyText.IsText(key, out var text) ? text : throw JinjaException.Type($"expected string or bytes-like object, got '{PyText.TypeName(key)}'");
            if (AttributeKey().IsMatch(name))
            {
                throw JinjaException.Value($"Invalid character in attribute name: {PyText.Repr(key)}");
            }

            parts.Add($"{Markup.Escape(key)}=\"{Markup.Escape(value)}\"");
        }

        var joined = string.Join(' ', parts);
        joined = joined.Length > 0 && PyIteration.IsTrue(a[1]) ? " " + joined : joined;
        return context.AutoEscape ? new Markup(joined) : joined;
    }

    private static Markup ToJson(object?[] a)
    {
        var indent = a[1] is null ? null : PyText.IsText(a[1], out var text) ? text : new string(' ', (int)Math.Max(0, PyNumber.TryIndex(a[1], out var n) ? n : 0));
        return new Markup(PyJson.Dump(a[0], sortKeys: true, indent).Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal).Replace("'", "\\u0027", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"[\s/>=]")]
    private static partial Regex AttributeKey();
}
