using System.Collections.Immutable;
using System.Globalization;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Commits;

/// <summary>Counts what a snapshot adds and removes. Spec: Appendix F, "Optional Snapshot Summary Fields".</summary>
internal sealed class SnapshotSummary
{
    /// <summary>The key that marks a dynamic overwrite, which can be picked onto another state.</summary>
    public const string ReplacesPartitions = "replace-partitions";

    public const string ManifestsCreated = "manifests-created";
    public const string ManifestsKept = "manifests-kept";

    readonly Side _added = new();
    readonly Side _removed = new();
    readonly HashSet<(int, PartitionTuple)> _partitions = [];
    (int Created, int Kept, int Replaced) _manifests;

    public bool RemovedData => _removed.DataFiles > 0;

    public void Added(DataFile file) => Count(_added, file);

    public void Removed(DataFile file) => Count(_removed, file);

    /// <summary>What a snapshot's list has of its parent's: a reader tells by it that a list was cut off.</summary>
    public void Manifests(IReadOnlyCollection<ManifestFile> before, IReadOnlyCollection<ManifestFile> after)
    {
        var paths = before.Select(manifest => manifest.ManifestPath).ToHashSet(StringComparer.Ordinal);
        var kept = after.Count(manifest => paths.Contains(manifest.ManifestPath));
        _manifests = (after.Count - kept, kept, before.Count - kept);
    }

    /// <summary>The summary; totals follow from the parent's where it has them.</summary>
    public ImmutableSortedDictionary<string, string> Build(string operation, Snapshot? parent, IReadOnlyDictionary<string, string> properties)
    {
        var summary = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in properties) summary[key] = value;
        summary[SnapshotOperation.Key] = operation;
        foreach (var (name, value) in Counts()) if (value > 0) summary[name] = Text(value);
        summary["changed-partition-count"] = Text(_partitions.Count);
        summary[ManifestsCreated] = Text(_manifests.Created);
        summary[ManifestsKept] = Text(_manifests.Kept);
        summary["manifests-replaced"] = Text(_manifests.Replaced);
        AddTotal(summary, parent, "total-data-files", _added.DataFiles, _removed.DataFiles);
        AddTotal(summary, parent, "total-delete-files", _added.DeleteFiles, _removed.DeleteFiles);
        AddTotal(summary, parent, "total-records", _added.Records, _removed.Records);
        AddTotal(summary, parent, "total-files-size", _added.Bytes, _removed.Bytes);
        AddTotal(summary, parent, "total-position-deletes", _added.PositionDeletes, _removed.PositionDeletes);
        AddTotal(summary, parent, "total-equality-deletes", _added.EqualityDeletes, _removed.EqualityDeletes);
        return summary.ToImmutable();
    }

    IEnumerable<(string Name, long Value)> Counts() =>
    [
        ("added-files-size", _added.Bytes), ("removed-files-size", _removed.Bytes),
        ("added-data-files", _added.DataFiles), ("deleted-data-files", _removed.DataFiles),
        ("added-delete-files", _added.DeleteFiles), ("removed-delete-files", _removed.DeleteFiles),
        ("added-equality-delete-files", _added.EqualityDeleteFiles), ("removed-equality-delete-files", _removed.EqualityDeleteFiles),
        ("added-position-delete-files", _added.PositionDeleteFiles), ("removed-position-delete-files", _removed.PositionDeleteFiles),
        ("added-dvs", _added.DeletionVectors), ("removed-dvs", _removed.DeletionVectors),
        ("added-records", _added.Records), ("deleted-records", _removed.Records),
        ("added-position-deletes", _added.PositionDeletes), ("removed-position-deletes", _removed.PositionDeletes),
        ("added-equality-deletes", _added.EqualityDeletes), ("removed-equality-deletes", _removed.EqualityDeletes),
    ];

    void Count(Side side, DataFile file)
    {
        _partitions.Add((file.SpecId, file.Partition));
        side.Bytes += file.IsDeletionVector ? file.ContentSizeInBytes ?? 0 : file.FileSizeInBytes;
        switch (file.Content)
        {
            case DataFileContent.Data:
                side.DataFiles++;
                side.Records += file.RecordCount;
                return;
            case DataFileContent.EqualityDeletes:
                side.EqualityDeleteFiles++;
                side.EqualityDeletes += file.RecordCount;
                break;
            default:
                if (file.IsDeletionVector) side.DeletionVectors++;
                else side.PositionDeleteFiles++;
                side.PositionDeletes += file.RecordCount;
                break;
        }
        side.DeleteFiles++;
    }

    static void AddTotal(ImmutableSortedDictionary<string, string>.Builder summary, Snapshot? parent, string name, long added, long removed)
    {
        var before = parent is null ? "0" : parent.Summary.GetValueOrDefault(name);
        // A parent without the total (other writers may leave it out) makes the new one unknown.
        if (!long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var total)) return;
        if (total + added - removed >= 0) summary[name] = Text(total + added - removed);
    }

    static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    sealed class Side
    {
        public long Bytes;
        public long DataFiles;
        public long DeleteFiles;
        public long EqualityDeleteFiles;
        public long PositionDeleteFiles;
        public long DeletionVectors;
        public long Records;
        public long PositionDeletes;
        public long EqualityDeletes;
    }
}
