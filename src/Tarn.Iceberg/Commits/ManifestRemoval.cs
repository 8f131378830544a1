using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;

namespace Tarn.Iceberg.Commits;

/// <summary>Takes files out of a snapshot's manifests: a manifest that loses any is written anew, with what it loses marked as deleted.</summary>
internal sealed class ManifestRemoval
{
    readonly PendingManifests _manifests;
    readonly SnapshotChange _change;
    readonly SnapshotSummary _summary;
    readonly HashSet<string> _paths;
    readonly HashSet<(string, long?)> _deletes;
    readonly HashSet<(int, PartitionTuple)> _partitions = [];
    readonly bool _replacesAll;
    readonly MetricsEvaluator? _metrics;
    readonly Dictionary<int, PartitionEvaluator> _evaluators = [];
    readonly HashSet<string> _removedPaths = new(StringComparer.Ordinal);
    readonly HashSet<string> _newVectorTargets;
    long _oldestData;

    public ManifestRemoval(PendingManifests manifests, SnapshotChange change, SnapshotSummary summary)
    {
        (_manifests, _change, _summary) = (manifests, change, summary);
        _paths = change.RemovedDataFiles.Select(file => file.FilePath).ToHashSet(StringComparer.Ordinal);
        _deletes = change.RemovedDeletes.Select(file => (file.FilePath, file.ContentOffset)).ToHashSet();
        _newVectorTargets = change.AddedDeletes.Where(file => file.IsDeletionVector).Select(file => file.ReferencedDataFile!).ToHashSet(StringComparer.Ordinal);
        if (change.RemoveWhere is { } filter) _metrics = new MetricsEvaluator(manifests.Metadata.Schema, filter);
        if (!change.ReplacesPartitions) return;
        _partitions = change.AddedDataFiles.Select(file => (file.SpecId, file.Partition)).ToHashSet();
        _replacesAll = change.AddedDataFiles.Any(file => manifests.Metadata.SpecById(file.SpecId)!.IsUnpartitioned);
    }

    /// <summary>The manifests without what the change removes. Data manifests come before delete manifests, which go with the data files that they were for.</summary>
    public async Task<List<ManifestFile>> ApplyAsync(IReadOnlyList<ManifestFile> manifests, CancellationToken cancellationToken)
    {
        var kept = new List<ManifestFile>();
        foreach (var manifest in manifests.Where(manifest => manifest.Content == ManifestContent.Data)) await FilterAsync(manifest, kept, cancellationToken);
        CheckAllFound();
        if (_removedPaths.Count > 0) _oldestData = OldestData(kept);
        var foundDeletes = _deletes.Count;
        foreach (var manifest in manifests.Where(manifest => manifest.Content == ManifestContent.Deletes)) await FilterAsync(manifest, kept, cancellationToken);
        if (foundDeletes > 0 && _deletes.Count > 0)
            throw Conflict($"The delete file {_deletes.First().Item1} is no longer in the table: a concurrent commit replaced it");
        return kept;
    }

    /// <summary>The lowest data sequence number of the files that stay and come: no delete file before it can apply to any of them.</summary>
    long OldestData(IEnumerable<ManifestFile> kept) => kept.Where(manifest => manifest.HasLiveFiles).Select(manifest => manifest.MinSequenceNumber)
        .Append(_change.DataSequenceNumber ?? long.MaxValue).Append(_manifests.Metadata.LastSequenceNumber + 1).Min();

    void CheckAllFound()
    {
        if (_paths.FirstOrDefault(path => !_removedPaths.Contains(path)) is { } missing)
            throw Conflict($"The data file {missing} is no longer in the table: a concurrent commit removed it");
    }

    async Task FilterAsync(ManifestFile manifest, List<ManifestFile> kept, CancellationToken cancellationToken)
    {
        // A manifest that holds only what an earlier snapshot deleted has done its work.
        if (!manifest.HasLiveFiles) return;
        if (!CanLose(manifest))
        {
            kept.Add(manifest);
            return;
        }
        var reader = await _manifests.OpenAsync(manifest, cancellationToken);
        var entries = reader.LiveEntries().ToList();
        var lost = entries.Where(entry => IsRemoved(manifest, entry)).Select(entry => entry.File).ToHashSet();
        if (lost.Count == 0)
        {
            kept.Add(manifest);
            return;
        }
        var writer = _manifests.NewWriter(manifest.PartitionSpecId, manifest.Content);
        foreach (var entry in entries)
        {
            if (!lost.Contains(entry.File))
            {
                writer.Existing(entry);
                continue;
            }
            writer.Delete(entry);
            _summary.Removed(entry.File);
        }
        kept.Add(_manifests.Complete(writer));
    }

    bool CanLose(ManifestFile manifest)
    {
        if (manifest.Content == ManifestContent.Deletes) return _deletes.Count > 0 || _removedPaths.Count > 0 || _newVectorTargets.Count > 0;
        if (_replacesAll) return true;
        if (_partitions.Any(partition => partition.Item1 == manifest.PartitionSpecId)) return true;
        if (_removedPaths.Count < _paths.Count && _change.RemovedDataFiles.Any(file => file.SpecId == manifest.PartitionSpecId && MayHold(manifest, file))) return true;
        return _metrics is not null && Evaluator(manifest.PartitionSpecId).MayMatch(
            PartitionSummaries.ForPruning(manifest.Partitions, _manifests.Metadata.PartitionTypeOf(manifest.PartitionSpecId)));
    }

    /// <summary>Looks at one field of the partition only where the summary rules it out; null and NaN are flags there.</summary>
    static bool MayHold(ManifestFile manifest, DataFile file)
    {
        if (manifest.Partitions.IsDefault || manifest.Partitions.Length != file.Partition.Count) return true;
        for (var i = 0; i < file.Partition.Count; i++)
        {
            var (value, summary) = (file.Partition[i], manifest.Partitions[i]);
            if (value is null && !summary.ContainsNull) return false;
            if (value is not null and not double.NaN and not float.NaN && summary.LowerBound is null) return false;
        }
        return true;
    }

    bool IsRemoved(ManifestFile manifest, ManifestEntry entry)
    {
        var file = entry.File;
        if (manifest.Content == ManifestContent.Deletes) return IsRemovedDelete(file) || entry.SequenceNumber < _oldestData;
        var removed = _paths.Contains(file.FilePath) || _replacesAll || _partitions.Contains((file.SpecId, file.Partition)) || MatchesWholly(file);
        if (removed) _removedPaths.Add(file.FilePath);
        return removed;
    }

    bool IsRemovedDelete(DataFile file)
    {
        if (_deletes.Remove((file.FilePath, file.ContentOffset))) return true;
        if (file.Content is not DataFileContent.PositionDeletes || file.ReferencedDataFile is not { } target) return false;
        if (_removedPaths.Contains(target)) return true;
        if (!file.IsDeletionVector) return false;
        // Spec, "Deletion Vectors": at most one vector a data file. A second one would make the table unreadable.
        if (_newVectorTargets.Contains(target))
            throw Conflict($"The data file {target} has a deletion vector that this change did not see: {file.FilePath}");
        return false;
    }

    bool MatchesWholly(DataFile file)
    {
        if (_metrics is null) return false;
        var partitions = Evaluator(file.SpecId);
        if (partitions.AllMatch(file.Partition) || _metrics.AllMatch(file)) return true;
        if (!partitions.MayMatch(file.Partition) || !_metrics.MayMatch(file)) return false;
        throw IcebergException.Invalid($"Cannot remove {file.FilePath} as a whole: some of its rows may not match {_change.RemoveWhere}; rewrite the file instead");
    }

    PartitionEvaluator Evaluator(int specId)
    {
        if (_evaluators.TryGetValue(specId, out var evaluator)) return evaluator;
        return _evaluators[specId] = new PartitionEvaluator(_manifests.Metadata.Schema, _manifests.Metadata.SpecById(specId)!, _change.RemoveWhere!);
    }

    static IcebergException Conflict(string reason) => new(IcebergErrorKind.CommitConflict, reason);
}
