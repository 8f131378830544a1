namespace Tarn.Transform.Jinja.Python;

/// <summary>split, rsplit and splitlines of str.</summary>
internal static class StringSplitting
{
    public static PyList Split(string text, object? separator, object? maxSplit)
    {
        var limit = Limit(maxSplit);
        if (separator is null)
        {
            return SplitWhiteSpace(text, limit);
        }

        var mark = Separator(separator);
        var parts = new List<object?>();
        var position = 0;
        while (parts.Count < limit)
        {
            var at = text.IndexOf(mark, position, StringComparison.Ordinal);
            if (at < 0)
            {
                break;
            }

            parts.Add(text[position..at]);
            position = at + mark.Length;
        }

        parts.Add(text[position..]);
        return new PyList(parts);
    }

    public static PyList RightSplit(string text, object? separator, object? maxSplit)
    {
        var limit = Limit(maxSplit);
        if (limit == int.MaxValue)
        {
            return Split(text, separator, maxSplit);
        }

        return separator is null ? RightSplitWhiteSpace(text, limit) : RightSplitMark(text, Separator(separator), limit);
    }

    public static List<object?> Lines(string text, bool keepEnds)
    {
        var lines = new List<object?>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029'))
            {
                continue;
            }

            var end = i;
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                i++;
            }

            lines.Add(keepEnds ? text[start..(i + 1)] : text[start..end]);
            start = i + 1;
        }

        if (start < text.Length)
        {
            lines.Add(text[start..]);
        }

        return lines;
    }

    private static int Limit(object? maxSplit) => PyNumber.TryIndex(maxSplit, out var limit)
        ? limit < 0 ? int.MaxValue : (int)Math.Min(limit, int.MaxValue)
        : throw JinjaException.Type($"'{PyText.TypeName(maxSplit)}' object cannot be interpreted as an integer");

    private static string Separator(object? value)
    {
        var text = PyText.IsText(value, out var mark) ? mark : throw JinjaException.Type($"must be str or None, not {PyText.TypeName(value)}");
        return text.Length > 0 ? text : throw JinjaException.Value("empty separator");
    }

    private static PyList SplitWhiteSpace(string text, int limit)
    {
        var parts = new List<object?>();
        var position = 0;
        while (true)
        {
            while (position < text.Length && PyText.IsWhiteSpace(text[position]))
            {
                position++;
            }

            if (position >= text.Length)
            {
                return new PyList(parts);
            }

            if (parts.Count >= limit)
            {
                parts.Add(text[position..].TrimEnd(PyText.WhiteSpace));
                return new PyList(parts);
            }

            var start = position;
            while (position < text.Length && !PyText.IsWhiteSpace(text[position]))
            {
                position++;
            }

            parts.Add(text[start..position]);
        }
    }

    private static PyList RightSplitWhiteSpace(string text, int limit)
    {
        var parts = new List<object?>();
        var rest = text.TrimEnd(PyText.WhiteSpace);
        while (rest.Length > 0)
        {
            var at = rest.LastIndexOfAny(PyText.WhiteSpace);
            if (parts.Count >= limit || at < 0)
            {
                parts.Insert(0, rest.TrimStart(PyText.WhiteSpace));
                break;
            }

            parts.Insert(0, rest[(at + 1)..]);
            rest = rest[..at].TrimEnd(PyText.WhiteSpace);
        }

        return new PyList(parts);
    }

    private static PyList RightSplitMark(string text, string mark, int limit)
    {
        var parts = new List<object?>();
        var rest = text;
        while (parts.Count < limit)
        {
            var at = rest.LastIndexOf(mark, StringComparison.Ordinal);
            if (at < 0)
            {
                break;
            }

            parts.Insert(0, rest[(at + mark.Length)..]);
            rest = rest[..at];
        }

        parts.Insert(0, rest);
        return new PyList(parts);
    }
}
