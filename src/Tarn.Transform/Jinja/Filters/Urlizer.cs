using System.Text.RegularExpressions;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Filters;

/// <summary>Turns addresses in text into links.</summary>
internal static partial class Urlizer
{
    public static object Filter(CallContext context, object?[] a)
    {
        var extra = a[5] is null ? [] : PyIteration.Iterate(a[5]).Select(PyText.Str).ToArray();
        foreach (var scheme in extra)
        {
            if (!Scheme().IsMatch(scheme))
            {
                throw new JinjaException("FilterArgumentError", $"{PyText.Quote(scheme)} is not a valid URI scheme prefix.");
            }
        }

        var rel = (a[4] is null ? string.Empty : PyText.Str(a[4])).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        rel.Add("noopener");
        if (PyIteration.IsTrue(a[2]))
        {
            rel.Add("nofollow");
        }

        var attributes = $" rel=\"{Markup.Escape(string.Join(' ', rel.Order(StringComparer.Ordinal)))}\"";
        attributes += a[3] is null ? string.Empty : $" target=\"{Markup.Escape(a[3])}\"";
        var limit = a[1] is null ? int.MaxValue : PyNumber.TryIndex(a[1], out var number) ? (int)number : int.MaxValue;
        var words = Spaces().Split(Markup.Escape(a[0]));
        var text = string.Concat(words.Select((w, i) => i % 2 == 1 ? w : Word(w, limit, attributes, extra)));
        return context.AutoEscape ? new Markup(text) : text;
    }

    private static string Word(string word, int limit, string attributes, string[] extra)
    {
        var head = Head().Match(word).Value;
        var middle = word[head.Length..];
        var tail = string.Empty;
        if (Tail().Match(middle) is { Success: true } match)
        {
            tail = match.Value;
            middle = middle[..^tail.Length];
        }

        foreach (var (open, close) in new[] { ("(", ")"), ("<", ">"), ("&lt;", "&gt;") })
        {
            var opened = Count(middle, open);
            while (opened > Count(middle, close) && tail.Contains(close, StringComparison.Ordinal))
            {
                var end = tail.IndexOf(close, StringComparison.Ordinal) + close.Length;
                middle += tail[..end];
                tail = tail[end..];
            }
        }

        return head + Link(middle, limit, attributes, extra) + tail;
    }

    private static string Link(string text, int limit, string attributes, string[] extra)
    {
        string Trim(string shown) => shown.Length > limit ? shown[..limit] + "..." : shown;
        if (Http().IsMatch(text))
        {
            var address = text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal) ? text : $"https://{text}";
            return $"<a href=\"{address}\"{attributes}>{Trim(text)}</a>";
        }

        if (text.StartsWith("mailto:", StringComparison.Ordinal) && Email().IsMatch(text[7..]))
        {
            return $"<a href=\"{text}\">{text[7..]}</a>";
        }

        if (text.Contains('@', StringComparison.Ordinal) && !text.StartsWith("www.", StringComparison.Ordinal) && !text.StartsWith('@')
            && !text.Contains(':', StringComparison.Ordinal) && Email().IsMatch(text))
        {
            return $"<a href=\"mailto:{text}\">{text}</a>";
        }

        return Array.Exists(extra, s => text != s && text.StartsWith(s, StringComparison.Ordinal)) ? $"<a href=\"{text}\"{attributes}>{text}</a>" : text;
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, string.Empty, StringComparison.Ordinal).Length) / part.Length;

    [GeneratedRegex(@"(\s+)")]
    private static partial Regex Spaces();

    [GeneratedRegex("^([(<]|&lt;)+")]
    private static partial Regex Head();

    [GeneratedRegex(@"([)>.,\n]|&gt;)+\z")]
    private static partial Regex Tail();

    [GeneratedRegex(@"^([\w.+-]{2,}:(/){0,2})$")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^\S+@\w[\w.-]*\.\w+$")]
    private static partial Regex Email();

    [GeneratedRegex(@"^((https?://|www\.)(([\w%-]+\.)+)?([a-z]{2,63}|xn--[\w%]{2,59})|([\w%-]{2,63}\.)+(com|net|int|edu|gov|org|info|mil)"
        + @"|(https?://)((([\d]{1,3})(\.[\d]{1,3}){3})|(\[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}])))(?::[\d]{1,5})?(?:[/?#]\S*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Http();
}
