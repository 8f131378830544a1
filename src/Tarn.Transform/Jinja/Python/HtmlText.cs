using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Tarn.Transform.Jinja.Python;

/// <summary>What MarkupSafe and Jinja do with HTML.</summary>
internal static partial class HtmlText
{
    public static string Unescape(string text) => WebUtility.HtmlDecode(text);

    public static string StripTags(string text)
    {
        var plain = Comment().Replace(text, string.Empty);
        plain = Tag().Replace(plain, string.Empty);
        return Unescape(string.Join(' ', plain.Split(PyText.WhiteSpace, StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>urllib's quote: letters, digits, <c>_.-~</c> and the given safe characters stay.</summary>
    public static string Quote(string text, string safe)
    {
        var result = new System.Text.StringBuilder();
        foreach (var value in System.Text.Encoding.UTF8.GetBytes(text))
        {
            var c = (char)value;
            var keep = value < 128 && (char.IsAsciiLetterOrDigit(c) || "_.-~".Contains(c, StringComparison.Ordinal) || safe.Contains(c, StringComparison.Ordinal));
            result.Append(keep ? c.ToString() : "%" + value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return result.ToString();
    }

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("<.*?>", RegexOptions.Singleline)]
    private static partial Regex Tag();
}
