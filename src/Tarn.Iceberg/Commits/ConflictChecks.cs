using Tarn.Iceberg.Expressions;

namespace Tarn.Iceberg.Commits;

/// <summary>The checks of a change against the commits since the snapshot that it is based on, as the Java reference makes them.</summary>
/// <param name="StartingSnapshotId">The snapshot that the change read; null where it read an empty table.</param>
/// <param name="Level">How much is checked.</param>
/// <param name="Filter">The rows that the change read or replaces: only conflicts among them count.</param>
public sealed record ConflictChecks(long? StartingSnapshotId, IsolationLevel Level, Expression Filter)
{
    /// <summary>For a change that adds delete files: also new deletes among the rows of the filter are a conflict, and data files that a delete took out. The reference asks it of UPDATE and MERGE.</summary>
    public bool ForbidsNewDeletes { get; init; }
}
