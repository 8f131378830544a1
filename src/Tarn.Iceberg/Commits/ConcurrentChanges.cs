using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>What others committed to a branch since a snapshot, held against a change. Follows the validations of the Java reference (MergingSnapshotProducer).</summary>
internal sealed class ConcurrentChanges
{
    readonly PendingManifests _manifests;
    readonly SnapshotChange _change;
    readonly ConflictChecks _checks;
    readonly MetricsEvaluator _metrics;
    readonly Dictionary<int, PartitionEvaluator> _evaluators = [];

    ConcurrentChanges(PendingManifests manifests, SnapshotChange change, ConflictChecks checks)
    {
        (_manifests, _change, _checks) = (manifests, change, checks);
        _metrics = new MetricsEvaluator(manifests.Metadata.Schema, checks.Filter);
    }

    /// <summary>Does nothing where the change and the commits since its starting snapshot can both stand.</summary>
    /// <exception cref="IcebergException">Of kind <see cref="IcebergErrorKind.CommitConflict"/>: the change no longer applies.</exception>
    public static async Task ValidateAsync(
        PendingManifests manifests, SnapshotChange change, Snapshot? head, Func<Snapshot, Task<IEnumerable<ManifestFile>>> manifestsOf, CancellationToken cancellationToken)
    {
        if (change.Checks is not { } checks || head is null || head.SnapshotId == checks.StartingSnapshotId) return;
        var validation = new ConcurrentChanges(manifests, change, checks);
        foreach (var snapshot in Since(manifests.Metadata, head, checks.StartingSnapshotId))
        {
            if (snapshot.Operation == SnapshotOperation.Replace && checks.Level == IsolationLevel.Snapshot && change.RemovedDataFiles.IsEmpty && change.AddedDeletes.IsEmpty) continue;
            foreach (var manifest in await manifestsOf(snapshot))
                if (manifest.AddedSnapshotId == snapshot.SnapshotId) await validation.CheckAsync(snapshot, manifest, cancellationToken);
        }
    }

    /// <summary>The snapshots from the head back to the starting one, which must be among its ancestors.</summary>
    static List<Snapshot> Since(TableMetadata metadata, Snapshot head, long? start)
    {
        var result = new List<Snapshot>();
        foreach (var snapshot in metadata.AncestorsOf(head.SnapshotId))
        {
            if (snapshot.SnapshotId == start) return result;
            result.Add(snapshot);
        }
        if (start is null && result[^1].ParentSnapshotId is null) return result;
        throw Conflict($"the history between snapshot {start?.ToString() ?? "none"} and {head.SnapshotId} is not known any more");
    }

    async Task CheckAsync(Snapshot snapshot, ManifestFile manifest, CancellationToken cancellationToken)
    {
        var reader = await _manifests.OpenAsync(manifest, cancellationToken);
        foreach (var entry in reader.Entries())
        {
            if (entry.SnapshotId != snapshot.SnapshotId || entry.Status == ManifestEntryStatus.Existing) continue;
            var added = entry.Status == ManifestEntryStatus.Added;
            if (entry.File.Content != DataFileContent.Data)
            {
                if (added) CheckAddedDelete(snapshot, entry.File);
            }
            else if (added) CheckAddedData(snapshot, entry.File);
            else CheckRemovedData(snapshot, entry.File);
        }
    }

    void CheckAddedData(Snapshot snapshot, DataFile file)
    {
        // A replace carries rows that were there before.
        if (_checks.Level != IsolationLevel.Serializable || snapshot.Operation is SnapshotOperation.Replace or SnapshotOperation.Delete) return;
        if (InScope(file)) throw Conflict($"snapshot {snapshot.SnapshotId} added {file.FilePath}, whose rows may match {Scope}");
    }

    void CheckRemovedData(Snapshot snapshot, DataFile file)
    {
        if (_change.AddedDeletes.Any(delete => DeleteIndex.ReferencedDataFile(delete) == file.FilePath))
            throw Conflict($"snapshot {snapshot.SnapshotId} removed {file.FilePath}, which this change deletes rows of");
        if (_change.RemovedDataFiles.Any(removed => removed.FilePath == file.FilePath))
            throw Conflict($"snapshot {snapshot.SnapshotId} removed {file.FilePath}, which this change replaces");
        if (snapshot.Operation != SnapshotOperation.Replace && (_change.RemoveWhere is not null || _change.ReplacesPartitions) && InScope(file))
            throw Conflict($"snapshot {snapshot.SnapshotId} removed {file.FilePath}, whose rows may match {Scope}");
    }

    void CheckAddedDelete(Snapshot snapshot, DataFile delete)
    {
        var target = DeleteIndex.ReferencedDataFile(delete);
        if (target is not null && _change.AddedDeletes.Any(own => own.IsDeletionVector && own.ReferencedDataFile == target))
            throw Conflict($"snapshot {snapshot.SnapshotId} added deletes for {target}, which this change also deletes rows of");
        foreach (var removed in _change.RemovedDataFiles)
            if (target is null ? MayApply(delete, removed) : target == removed.FilePath)
                throw Conflict($"snapshot {snapshot.SnapshotId} added deletes for {removed.FilePath}, whose rows this change rewrites");
        if ((_change.RemoveWhere is not null || _change.ReplacesPartitions) && InScope(delete))
            throw Conflict($"snapshot {snapshot.SnapshotId} added deletes in {delete.FilePath} that may match {Scope}");
    }

    /// <summary>Whether deletes that name no data file may be for this one: same partition, or everywhere.</summary>
    bool MayApply(DataFile delete, DataFile data) =>
        _manifests.Metadata.SpecById(delete.SpecId) is { IsUnpartitioned: true } || (delete.SpecId == data.SpecId && delete.Partition.Equals(data.Partition));

    string Scope => _change.ReplacesPartitions ? "the replaced partitions" : _checks.Filter.ToString()!;

    bool InScope(DataFile file)
    {
        if (_change.ReplacesPartitions)
            return _change.AddedDataFiles.Any(own => _manifests.Metadata.SpecById(own.SpecId)!.IsUnpartitioned || (own.SpecId == file.SpecId && own.Partition.Equals(file.Partition)));
        if (!_evaluators.TryGetValue(file.SpecId, out var partitions))
            _evaluators[file.SpecId] = partitions = new PartitionEvaluator(_manifests.Metadata.Schema, _manifests.Metadata.SpecById(file.SpecId)!, _checks.Filter);
        // Bounds of delete files are those of what was deleted; a file that says nothing may match.
        return partitions.MayMatch(file.Partition) && (file.Content == DataFileContent.PositionDeletes || _metrics.MayMatch(file));
    }

    static IcebergException Conflict(string reason) =>
        new(IcebergErrorKind.CommitConflict, $"The change conflicts with a concurrent commit: {reason}. Nothing was changed; read the table again and repeat the change.");
}
