using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;

namespace Tarn.Iceberg.Commits;

/// <summary>Brings what a snapshot did to another state of the table onto main: an append, or an overwrite of partitions that nobody has touched since. Follows the reference (CherryPickOperation).</summary>
public static class CherryPick
{
    /// <summary>The summary's key of the id under which a snapshot was staged.</summary>
    public const string WapId = "wap.id";

    /// <summary>The summary's key of the staged id that a snapshot published.</summary>
    public const string PublishedWapId = "published-wap-id";

    /// <summary>The summary's key of the snapshot that another one was picked from.</summary>
    public const string SourceSnapshotId = "source-snapshot-id";

    /// <summary>Where the snapshot's parent is main's head, main moves to it; otherwise its changes are committed anew.</summary>
    /// <exception cref="IcebergException">The snapshot cannot be picked: it is in main's history, was published, or is no change of a kind that can be repeated.</exception>
    public static async Task<CommitOutcome> RunAsync(Table table, long snapshotId, TimeProvider time, CancellationToken cancellationToken)
    {
        var picked = table.Metadata.SnapshotById(snapshotId)
            ?? throw new IcebergException(IcebergErrorKind.NoSuchSnapshot, $"Cannot cherry-pick unknown snapshot ID: {snapshotId}");
        if (picked.ParentSnapshotId == table.Metadata.CurrentSnapshotId)
        {
            var outcome = await MetadataCommit.RunAsync(table, now => picked.ParentSnapshotId == now.CurrentSnapshotId
                ? new SnapshotRefChange.SetCurrent(snapshotId).Plan(now)
                : throw new IcebergException(IcebergErrorKind.CommitConflict, $"main moved on while snapshot {snapshotId} was published; do it again"), time, cancellationToken).ConfigureAwait(false);
            if (outcome is not CommitOutcome.Conflict) return outcome;
            table = await table.RefreshAsync(cancellationToken).ConfigureAwait(false);
            if (picked.ParentSnapshotId == table.Metadata.CurrentSnapshotId) return outcome;
        }
        var change = await ChangeAsync(table, picked, cancellationToken).ConfigureAwait(false);
        return await SnapshotCommit.RunAsync(table, change, time, cancellationToken).ConfigureAwait(false);
    }

    static async Task<SnapshotChange> ChangeAsync(Table table, Snapshot picked, CancellationToken cancellationToken)
    {
        var replaces = picked.Operation == SnapshotOperation.Overwrite && picked.Summary.GetValueOrDefault(SnapshotSummary.ReplacesPartitions) == "true";
        if (picked.Operation != SnapshotOperation.Append && !replaces)
            throw IcebergException.Invalid($"Cannot cherry-pick snapshot {picked.SnapshotId}: not append, dynamic overwrite, or fast-forward");
        Check(table.Metadata, picked, replaces);
        var (added, removed) = await FilesAsync(table, picked, cancellationToken).ConfigureAwait(false);
        var summary = Json.StringMaps.Empty.Add(SourceSnapshotId, $"{picked.SnapshotId}");
        if (picked.Summary.GetValueOrDefault(WapId) is { Length: > 0 } wapId) summary = summary.Add(PublishedWapId, wapId);
        var change = replaces
            ? SnapshotChange.ReplacePartitions(added, new ConflictChecks(picked.ParentSnapshotId, IsolationLevel.Serializable, Expressions.Expression.True)) with { RemovedDataFiles = [.. removed] }
            : SnapshotChange.Append(added);
        return change with { SummaryProperties = summary, Precondition = now => Check(now, picked, replaces) };
    }

    static void Check(TableMetadata metadata, Snapshot picked, bool replaces)
    {
        var history = metadata.CurrentSnapshotId is { } current ? metadata.AncestorsOf(current).ToList() : [];
        if (history.Exists(snapshot => snapshot.SnapshotId == picked.SnapshotId))
            throw IcebergException.Invalid($"Cannot cherrypick snapshot {picked.SnapshotId}: already an ancestor");
        if (history.Find(snapshot => snapshot.Summary.GetValueOrDefault(SourceSnapshotId) == $"{picked.SnapshotId}") is { } source)
            throw IcebergException.Invalid($"Cannot cherrypick snapshot {picked.SnapshotId}: already picked to create ancestor {source.SnapshotId}");
        if (picked.Summary.GetValueOrDefault(WapId) is { Length: > 0 } wapId
            && history.Exists(snapshot => snapshot.Summary.GetValueOrDefault(WapId) == wapId || snapshot.Summary.GetValueOrDefault(PublishedWapId) == wapId))
            throw IcebergException.Invalid($"Duplicate request to cherry pick wap id that was published already: {wapId}");
        if (replaces && picked.ParentSnapshotId is { } parent && !history.Exists(snapshot => snapshot.SnapshotId == parent))
            throw IcebergException.Invalid($"Cannot cherry-pick overwrite not based on an ancestor of the current state: {picked.SnapshotId}");
    }

    static async Task<(List<DataFile> Added, List<DataFile> Removed)> FilesAsync(Table table, Snapshot picked, CancellationToken cancellationToken)
    {
        var (added, removed) = (new List<DataFile>(), new List<DataFile>());
        foreach (var manifest in await SnapshotManifests.ReadAsync(table.Store, picked, cancellationToken).ConfigureAwait(false))
        {
            if (manifest.AddedSnapshotId != picked.SnapshotId) continue;
            var content = await table.Store.ReadAsync(manifest.ManifestPath, cancellationToken).ConfigureAwait(false);
            foreach (var entry in ManifestReader.Open(content, manifest, table.Metadata.PartitionTypeOf(manifest.PartitionSpecId)).Entries())
            {
                if (entry.SnapshotId != picked.SnapshotId || entry.Status == ManifestEntryStatus.Existing) continue;
                if (entry.File.Content != DataFileContent.Data)
                    throw IcebergException.Invalid($"Cannot cherry-pick snapshot {picked.SnapshotId}: it changes delete files");
                (entry.Status == ManifestEntryStatus.Added ? added : removed).Add(entry.File);
            }
        }
        return (added, removed);
    }
}
