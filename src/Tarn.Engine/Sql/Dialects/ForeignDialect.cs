using System.Text;

namespace Tarn.Engine.Sql.Dialects;

/// <summary>How another engine's SQL differs from ours where both would take the same text.</summary>
/// <param name="Name">As a view's representation calls it.</param>
internal sealed record ForeignDialect(string Name)
{
    /// <summary>The property of a view that names a dialect whose text its owner has read and found to mean the same here.</summary>
    public const string ReadsDialect = "tarn.reads-dialect";

    /// <summary>"…" is a name, as in standard SQL; in Spark, unless set otherwise, a text.</summary>
    public bool DoubleQuotesName { get; init; }

    /// <summary>`…` is a name.</summary>
    public bool BackticksName { get; init; }

    /// <summary>A backslash in a text is a backslash.</summary>
    public bool BackslashIsPlain { get; init; }

    /// <summary>Nulls come last, ascending and descending, where a query does not say; in Spark they are the smallest.</summary>
    public bool NullsLast { get; init; }

    /// <summary>TIMESTAMP is a type without a time zone.</summary>
    public bool TimestampHasNoZone { get; init; }

    /// <summary>The quotient of two whole numbers is no whole number.</summary>
    public bool DividesToFraction { get; init; }

    /// <summary>greatest and least leave nulls out.</summary>
    public bool GreatestSkipsNulls { get; init; }

    /// <summary>Of dialects that are not known here, only what none reads differently is taken.</summary>
    public static ForeignDialect Of(string name) => name.ToLowerInvariant() switch
    {
        "spark" or "databricks" or "hive" => new(name) { BackticksName = true, DividesToFraction = true, GreatestSkipsNulls = true },
        "trino" or "presto" or "athena" => new(name) { DoubleQuotesName = true, BackslashIsPlain = true, NullsLast = true, TimestampHasNoZone = true },
        _ => new(name),
    };

    /// <summary>Whether a text in double quotes stands anywhere, which here would be a name.</summary>
    public bool HasDoubleQuotes(string text) => text.Contains('"', StringComparison.Ordinal) && Pieces(text).Any(p => text[p.Start] == '"');

    /// <summary>The text with names in backticks quoted as ours are.</summary>
    public string Requote(string text)
    {
        if (!BackticksName || !text.Contains('`', StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        foreach (var (start, end) in Pieces(text))
            _ = text[start] == '`'
                ? result.Append('"').Append(text[(start + 1)..(end - 1)].Replace("``", "`", StringComparison.Ordinal).Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"')
                : result.Append(text, start, end - start);
        return result.ToString();
    }

    /// <summary>Texts, quoted names and comments, and every character outside of them.</summary>
    IEnumerable<(int Start, int End)> Pieces(string text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = End(text, start);
            yield return (start, end);
        }
    }

    int End(string text, int start)
    {
        if (text.AsSpan(start).StartsWith("--")) return text.IndexOf('\n', start) is >= 0 and var line ? line : text.Length;
        if (text.AsSpan(start).StartsWith("/*")) return text.IndexOf("*/", start + 2, StringComparison.Ordinal) is >= 0 and var close ? close + 2 : text.Length;
        if (text[start] is not ('\'' or '"' or '`')) return start + 1;
        var i = start + 1;
        while (i < text.Length && text[i] != text[start]) i += text[i] == '\\' && text[start] != '`' && !BackslashIsPlain ? 2 : 1;
        if (i >= text.Length) throw EngineException.At(EngineErrorKind.Syntax, $"Unterminated {text[start]}.", text, start);
        // A doubled quote stands for itself: what follows belongs to the same text.
        return i + 1 < text.Length && text[i + 1] == text[start] ? End(text, i + 1) : i + 1;
    }
}
