using Tarn.Iceberg.Manifests;

namespace Tarn.Iceberg.Scans;

/// <summary>What a snapshot did to the rows of one data file.</summary>
/// <param name="Ordinal">The snapshot's place among those that changed rows, from 0.</param>
/// <param name="SnapshotId">The snapshot.</param>
public abstract record FileChange(int Ordinal, long SnapshotId)
{
    /// <summary>The file came: its rows are inserted, but for those that deletes of the same snapshot take out.</summary>
    public sealed record Added(int Ordinal, long SnapshotId, FileScanTask After) : FileChange(Ordinal, SnapshotId);

    /// <summary>The file left: the rows that lived in it are deleted.</summary>
    public sealed record Removed(int Ordinal, long SnapshotId, FileScanTask Before) : FileChange(Ordinal, SnapshotId);

    /// <summary>The file stayed and other deletes apply to it: rows that lived before and not after are deleted.</summary>
    public sealed record Marked(int Ordinal, long SnapshotId, FileScanTask Before, FileScanTask After) : FileChange(Ordinal, SnapshotId)
    {
        /// <summary>True where a delete is gone that applied before and that no vector continues: rows can live again then.</summary>
        public bool MayRevive => Before.Deletes.Except(After.Deletes).Any(gone => gone.Content is DataFileContent.EqualityDeletes || !After.Deletes.Any(d => d.IsDeletionVector));
    }
}
