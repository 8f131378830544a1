using System.Collections.Immutable;
using Tarn.Engine.Scans.Variants;

namespace Tarn.Engine.Scans;

/// <summary>What the functions of a running scan look up, by the file's index in the scan.</summary>
/// <param name="Deleted">Deleted rows; null for a file without.</param>
/// <param name="FirstRowIds">The row id of each file's first row (v3); null for files without.</param>
/// <param name="SequenceNumbers">The data sequence number of each file.</param>
/// <param name="Paths">Their local paths.</param>
sealed record ScanState(ImmutableArray<DeletedRows?> Deleted, ImmutableArray<long?> FirstRowIds, ImmutableArray<long> SequenceNumbers, ImmutableArray<string> Paths)
{
    /// <summary>Rows of each file whose variants are not what the executor reads, by column; null for files without.</summary>
    public required ImmutableArray<ImmutableDictionary<int, VariantRows>?> Variants { get; init; }
}
