namespace Tarn.Faults.Tests.Goldens;

/// <summary>A column's type as the goldens and DESCRIBE write it: <c>STRUCT(a INTEGER, b VARCHAR)[]</c>.</summary>
/// <param name="Name">The word before the arguments, in capitals: <c>DECIMAL</c>, <c>LIST</c>, <c>STRUCT</c>, <c>MAP</c>, <c>UNION</c>.</param>
/// <param name="Fields">What is inside; the names are empty where there are none.</param>
sealed record ColumnType(string Name, IReadOnlyList<(string Name, ColumnType Type)> Fields)
{
    public static ColumnType Parse(string text)
    {
        text = text.Trim();
        if (text.EndsWith("[]", StringComparison.Ordinal)) return new("LIST", [("", Parse(text[..^2]))]);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var name = open < 0 ? text : text[..open];
        return name is "STRUCT" or "MAP" or "UNION"
            ? new(name, [.. Arguments(text[(open + 1)..^1]).Select(a => name == "MAP" ? ("", Parse(a)) : Field(a))])
            : new(name, []);
    }

    static (string Name, ColumnType Type) Field(string text)
    {
        if (text[0] == '"')
        {
            var end = text.IndexOf('"', 1);
            return (text[1..end], Parse(text[(end + 1)..]));
        }
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var paren = text.IndexOf('(', StringComparison.Ordinal);
        return space < 0 || (paren >= 0 && paren < space) ? ("", Parse(text)) : (text[..space], Parse(text[space..]));
    }

    static IEnumerable<string> Arguments(string text)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] != ',' || depth > 0) continue;
            yield return text[start..i].Trim();
            start = i + 1;
        }
        yield return text[start..].Trim();
    }
}
