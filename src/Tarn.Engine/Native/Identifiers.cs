namespace Tarn.Engine.Native;

/// <summary>The one place that puts names and texts into the executor's SQL.</summary>
public static class Identifiers
{
    /// <summary>The name, always in double quotes: no word list to keep, and no case to lose.</summary>
    public static string Quote(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>A path of names: a column, and fields inside it.</summary>
    public static string Quote(IEnumerable<string> path) => string.Join('.', path.Select(Quote));

    /// <summary>The text as a string literal.</summary>
    /// <exception cref="EngineException">It holds the character U+0000, at which the executor's C interface would end the whole statement.</exception>
    public static string Literal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\0'))
            throw new EngineException(EngineErrorKind.InvalidInput, "A text that holds the character U+0000 cannot stand in a statement. Nothing was run.");
        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
