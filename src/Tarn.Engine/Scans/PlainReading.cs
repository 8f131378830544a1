using Tarn.Engine.Native;

namespace Tarn.Engine.Scans;

/// <summary>Decides whether files can be read as they are, by the names and types in them, and answer what a reading by field ids would.</summary>
/// <remarks>
/// Only then does the executor use their statistics for its plan and count rows without reading any, which a <c>schema</c> map turns off. Nothing is taken on trust: the footers are looked at,
/// all files of the group must be alike in every word of their schemas, each column must stand under its id and the name that the scan gives it, and the types are those that the executor itself
/// says it would read. Where anything is different the files are read by their ids.
/// </remarks>
sealed class PlainReading(PhysicalSchemas physical, PlainShapes shapes, Connection connection)
{
    /// <summary>Partition folders must not become columns.</summary>
    public const string Options = "hive_partitioning = false";

    /// <summary>Above this a footer's look costs more than it saves: statistics of many files are not used.</summary>
    public const int MaxFiles = 256;

    /// <param name="group">The files.</param>
    /// <param name="readings">The columns that are read of them.</param>
    /// <param name="cancellationToken">Cancels the look at the footers.</param>
    public async Task<bool> AppliesToAsync(ScanGroup group, IReadOnlyCollection<ColumnReading> readings, CancellationToken cancellationToken)
    {
        if (group.Paths.Length > MaxFiles || readings.Count == 0 || !readings.All(IsPlain)) return false;
        var roots = await physical.ReadAsync(connection, group.Paths, cancellationToken).ConfigureAwait(false);
        var root = roots[0];
        if (roots.Any(r => r.ExactSignature != root.ExactSignature) || HasNamesTwice(root)) return false;
        if (!readings.All(r => Stands(r, root))) return false;
        return await shapes.AreReadAsync(connection, root, group.Paths[0], readings, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>By its id, with nothing done to the value. What geometries and variants are read as depends on more than the schema in the footer.</summary>
    static bool IsPlain(ColumnReading reading) =>
        int.TryParse(reading.Key, out _) && reading.Expression == Identifiers.Quote(reading.Name)
        && !reading.TypeSql.Contains("GEOMETRY", StringComparison.Ordinal) && !reading.TypeSql.Contains("VARIANT", StringComparison.Ordinal);

    /// <summary>Exactly one column of the file has the id, and it has the name too.</summary>
    static bool Stands(ColumnReading reading, PhysicalField root)
    {
        var id = int.Parse(reading.Key);
        var found = root.Children.Where(c => c.FieldId == id).ToList();
        return found.Count == 1 && found[0].Name == reading.Name;
    }

    /// <summary>The executor does not tell cases apart and would rename the second.</summary>
    static bool HasNamesTwice(PhysicalField root) => root.Children.DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase).Count() != root.Children.Length;
}
