using System.Collections.Frozen;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>What others committed to a branch since a snapshot, held against a change. Follows the validations of the Java reference (MergingSnapshotProducer and who calls it).</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Rows that came (<c>validateAddedDataFiles</c>, operations append and overwrite): at the serializable level, in scope.</item>
/// <item>Data files that left: one that the change removes, always; one that it deletes rows of (<c>validateDataFilesExist</c>: overwrite and replace, and delete too where the change
/// forbids new deletes); in scope, for a change by filter or by partitions (<c>validateDeletedDataFiles</c>: overwrite, replace, delete).</item>
/// <item>Deletes that came (operations overwrite and delete): for a data file that the change removes; in scope, for a change by filter or by partitions or one that forbids new
/// deletes; a deletion vector for the same data file, whatever the operation (<c>validateAddedDVs</c>).</item>
/// </list>
/// In scope is what may match the filter; for a replacement of partitions, what is in one of them.
/// </remarks>
internal sealed class ConcurrentChanges
{
    static readonly FrozenSet<string> AddingRows = FrozenSet.Create(StringComparer.Ordinal, SnapshotOperation.Append, SnapshotOperation.Overwrite);
    static readonly FrozenSet<string> AddingDeletes = FrozenSet.Create(StringComparer.Ordinal, SnapshotOperation.Overwrite, SnapshotOperation.Delete);

    readonly PendingManifests _manifests;
    readonly SnapshotChange _change;
    readonly ConflictChecks _checks;
    readonly MetricsEvaluator _metrics;
    readonly HashSet<string> _removed;
    readonly HashSet<string> _marked;
    readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    readonly Dictionary<int, PartitionEvaluator> _evaluators = [];

    ConcurrentChanges(PendingManifests manifests, SnapshotChange change, ConflictChecks checks)
    {
        (_manifests, _change, _checks) = (manifests, change, checks);
        _metrics = new MetricsEvaluator(manifests.Metadata.Schema, checks.Filter);
        _removed = change.RemovedDataFiles.Select(file => file.FilePath).ToHashSet(StringComparer.Ordinal);
        _marked = change.AddedDeletes.Select(DeleteIndex.ReferencedDataFile).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Where the change and the commits since its starting snapshot can both stand: the change as it is to be made now.</summary>
    /// <returns>The change, without deletes for data files that another delete took out as a whole.</returns>
    /// <exception cref="IcebergException">Of kind <see cref="IcebergErrorKind.CommitConflict"/>: the change no longer applies.</exception>
    public static async Task<SnapshotChange> ValidateAsync(
        PendingManifests manifests, SnapshotChange change, Snapshot? head, Func<Snapshot, Task<IEnumerable<ManifestFile>>> manifestsOf, CancellationToken cancellationToken)
    {
        if (manifests.Metadata.FormatVersion >= 3 && change.AddedDeletes.Any(delete => delete.Content == DataFileContent.PositionDeletes && !delete.IsDeletionVector))
            throw Conflict("the table is at format version 3 now, which takes deletion vectors instead of position delete files");
        if (change.Checks is not { } checks || head is null || head.SnapshotId == checks.StartingSnapshotId) return change;
        var validation = new ConcurrentChanges(manifests, change, checks);
        foreach (var snapshot in Since(manifests.Metadata, head, checks.StartingSnapshotId))
            foreach (var manifest in await manifestsOf(snapshot))
                if (manifest.AddedSnapshotId == snapshot.SnapshotId) await validation.CheckAsync(snapshot, manifest, cancellationToken);
        return validation._gone.Count == 0 ? change : change with
        {
            AddedDeletes = change.AddedDeletes.RemoveAll(delete => DeleteIndex.ReferencedDataFile(delete) is { } file && validation._gone.Contains(file)),
            RemovedDeletes = change.RemovedDeletes.RemoveAll(delete => DeleteIndex.ReferencedDataFile(delete) is { } file && validation._gone.Contains(file)),
        };
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
        if (_checks.Level == IsolationLevel.Serializable && AddingRows.Contains(snapshot.Operation ?? "") && InScope(file))
            throw Conflict($"snapshot {snapshot.SnapshotId} added {file.FilePath}, whose rows may match {Scope}");
    }

    void CheckRemovedData(Snapshot snapshot, DataFile file)
    {
        if (_removed.Contains(file.FilePath)) throw Conflict($"snapshot {snapshot.SnapshotId} removed {file.FilePath}, which this change replaces");
        if (_marked.Contains(file.FilePath))
        {
            if (snapshot.Operation != SnapshotOperation.Delete || _checks.ForbidsNewDeletes)
                throw Conflict($"snapshot {snapshot.SnapshotId} removed {file.FilePath}, which this change deletes rows of");
            _gone.Add(file.FilePath);
        }
        if (IsByScope && InScope(file)) throw Conflict($"snapshot {snapshot.SnapshotId} removed {file.FilePath}, whose rows may match {Scope}");
    }

    void CheckAddedDelete(Snapshot snapshot, DataFile delete)
    {
        var target = DeleteIndex.ReferencedDataFile(delete);
        if (delete.IsDeletionVector && _marked.Contains(target!)) throw Conflict($"snapshot {snapshot.SnapshotId} added deletes for {target}, which this change also deletes rows of");
        if (!AddingDeletes.Contains(snapshot.Operation ?? "")) return;
        // Equality deletes go on applying to files that keep the age of those that they replace.
        var stillApplies = delete.Content == DataFileContent.EqualityDeletes && _change.DataSequenceNumber is not null;
        foreach (var removed in stillApplies ? [] : _change.RemovedDataFiles)
            if (target is null ? MayApply(delete, removed) : target == removed.FilePath)
                throw Conflict($"snapshot {snapshot.SnapshotId} added deletes for {removed.FilePath}, whose rows this change rewrites");
        if ((IsByScope || _checks.ForbidsNewDeletes) && InScope(delete)) throw Conflict($"snapshot {snapshot.SnapshotId} added deletes in {delete.FilePath} that may match {Scope}");
    }

    bool IsByScope => _change.RemoveWhere is not null || _change.ReplacesPartitions;

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
