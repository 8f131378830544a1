namespace Tarn.Iceberg.Parquet;

/// <summary>Names of the fields of one struct for readers that do not tell cases apart: of <c>a</c> and <c>A</c> the second gets a mark.</summary>
public static class SiblingNames
{
    /// <summary>Stands between a name and the number that keeps it apart: no writer's name has it.</summary>
    const char Mark = '\u0001';

    /// <summary>The names, those that an earlier one takes in another case (or the same) marked; the list itself where there is none.</summary>
    public static IReadOnlyList<string> Apart(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var seen = new HashSet<string>(names.Count, StringComparer.OrdinalIgnoreCase);
        return names.All(seen.Add) ? names : Marked(names);
    }

    /// <summary>Whether a field that was given <paramref name="given"/> is the writer's <paramref name="name"/>.</summary>
    public static bool IsNamed(string given, string name)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(name);
        return given.StartsWith(name, StringComparison.Ordinal) && (given.Length == name.Length || given[name.Length] == Mark && given[(name.Length + 1)..].All(char.IsAsciiDigit));
    }

    static string[] Marked(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(names.Count, StringComparer.OrdinalIgnoreCase);
        return [.. names.Select((n, i) => seen.Add(n) ? n : $"{n}{Mark}{i}")];
    }
}
