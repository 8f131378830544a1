using System.Collections.Immutable;
using Tarn.Iceberg.Scans;

namespace Tarn.Engine.Scans;

/// <summary>Files that one <c>read_parquet</c> can read: of one physical schema, with the same missing partition values and the same equality deletes.</summary>
/// <param name="Indexes">Their places in the scan.</param>
/// <param name="Tasks">The files.</param>
/// <param name="Paths">Their local paths.</param>
/// <param name="Physical">What their footers say; null where nobody needed to look.</param>
sealed record ScanGroup(ImmutableArray<int> Indexes, ImmutableArray<FileScanTask> Tasks, ImmutableArray<string> Paths, PhysicalField? Physical)
{
    public long RecordCount => Tasks.Sum(t => t.File.RecordCount);

    /// <summary>Some of the files, by their places in the group.</summary>
    public ScanGroup Part(IReadOnlyCollection<int> places) =>
        places.Count == Tasks.Length ? this : new([.. places.Select(i => Indexes[i])], [.. places.Select(i => Tasks[i])], [.. places.Select(i => Paths[i])], Physical);
}
