using System.Collections.Immutable;

namespace Tarn.Engine.Writes;

/// <summary>What COPY says of a file that it wrote.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="RowCount">Its rows.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Columns">Statistics by the column's path of names; lists and maps have <c>element</c>, <c>key</c> and <c>value</c> in it.</param>
/// <param name="PartitionKeys">The texts of the partition columns; null for null.</param>
sealed record WrittenFile(
    string Path, long RowCount, long Length, ImmutableDictionary<string, ColumnStatistics> Columns, ImmutableDictionary<string, string?> PartitionKeys);
