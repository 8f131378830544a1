using System.Collections.Immutable;
using Tarn.Iceberg.Deletes;

namespace Tarn.Engine.Scans;

/// <summary>What a scan gives beside the table's columns.</summary>
public sealed record ScanOptions
{
    public static ScanOptions Default { get; } = new();

    /// <summary>Adds <c>_row_id</c> and <c>_last_updated_sequence_number</c> (v3): as stored, or inherited from the file. Spec: "Row Lineage".</summary>
    public bool WithLineage { get; init; }

    /// <summary>Columns whose names differ only in case get names that do not (<see cref="Scans.NamesApart"/>); without it such a table is refused, as who asks knows it by its own names.</summary>
    public bool NamesApart { get; init; }

    /// <summary>Further columns by the names of <see cref="MetadataColumns"/>, which stand behind the table's own.</summary>
    public ImmutableArray<string> Metadata { get; init; } = [];

    /// <summary>Adds <c>_file</c> (the local path) and <c>_pos</c>, which address a row.</summary>
    public bool WithPosition { get; init; }

    /// <summary>Adds <c>__tarn_file</c> (the file's place in <see cref="ExecutableScan.Files"/>) and <c>__tarn_pos</c>: the address of a row in numbers, for statements that change it.</summary>
    public bool WithAddress { get; init; }

    /// <summary>Further rows to leave out, by the path of their data file.</summary>
    public ImmutableDictionary<string, PositionBitmap> Without { get; init; } = ImmutableDictionary<string, PositionBitmap>.Empty;
}
