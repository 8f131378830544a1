using System.Collections.Immutable;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Scans;

/// <summary>Finds which files changed, and how, from snapshot to snapshot. Snapshots that only rewrite files (<c>replace</c>) change no rows and are left out, as in the reference.</summary>
/// <remarks>
/// A snapshot's manifests alone tell what was before it: those that it made itself name what it added and removed. So a snapshot whose parent has expired has its changes too. Position
/// deletes, deletion vectors and equality deletes are taken into account, which the reference does not do yet.
/// </remarks>
/// <param name="metadata">The table.</param>
/// <param name="store">The table's store.</param>
public sealed class ChangelogScan(TableMetadata metadata, IObjectStore store)
{
    /// <param name="afterSnapshotId">The changes after this snapshot, which must be one that <paramref name="snapshotId"/> comes from; null for all that the table remembers.</param>
    /// <param name="snapshotId">Up to this snapshot and with it.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="IcebergException">The one does not come from the other, or one of them is not there.</exception>
    public async Task<ImmutableArray<FileChange>> PlanAsync(long? afterSnapshotId, long snapshotId, CancellationToken cancellationToken)
    {
        var changes = ImmutableArray.CreateBuilder<FileChange>();
        var ordinal = 0;
        foreach (var snapshot in metadata.Between(afterSnapshotId, snapshotId).Where(s => s.Operation != SnapshotOperation.Replace)) await AddAsync(changes, snapshot, ordinal++, cancellationToken).ConfigureAwait(false);
        return changes.ToImmutable();
    }

    async Task AddAsync(ImmutableArray<FileChange>.Builder changes, Snapshot snapshot, int ordinal, CancellationToken cancellationToken)
    {
        var manifests = await SnapshotManifests.ReadAsync(store, snapshot, cancellationToken).ConfigureAwait(false);
        var deletes = new List<ManifestEntry>();
        foreach (var manifest in manifests.Where(m => m.Content is ManifestContent.Deletes)) deletes.AddRange(await ReadAsync(manifest, cancellationToken).ConfigureAwait(false));
        var after = new DeleteIndex(deletes.Where(e => e.IsLive), metadata.PartitionSpecs);
        var before = new DeleteIndex(deletes.Where(e => !Is(e, snapshot, ManifestEntryStatus.Added) && (e.IsLive || Is(e, snapshot, ManifestEntryStatus.Deleted))), metadata.PartitionSpecs);
        var isMarked = deletes.Any(e => e.Status is not ManifestEntryStatus.Existing && e.SnapshotId == snapshot.SnapshotId);
        foreach (var manifest in manifests.Where(m => m.Content is ManifestContent.Data && (isMarked || m.AddedSnapshotId == snapshot.SnapshotId)))
            foreach (var entry in await ReadAsync(manifest, cancellationToken).ConfigureAwait(false))
                if (ChangeOf(entry, snapshot, ordinal, before, after) is { } change) changes.Add(change);
    }

    static FileChange? ChangeOf(in ManifestEntry entry, Snapshot snapshot, int ordinal, DeleteIndex before, DeleteIndex after)
    {
        if (Is(entry, snapshot, ManifestEntryStatus.Added)) return new FileChange.Added(ordinal, snapshot.SnapshotId, Task(entry, after));
        if (Is(entry, snapshot, ManifestEntryStatus.Deleted)) return new FileChange.Removed(ordinal, snapshot.SnapshotId, Task(entry, before));
        if (!entry.IsLive) return null;
        var (old, now) = (Task(entry, before), Task(entry, after));
        return old.Deletes.ToHashSet().SetEquals(now.Deletes) ? null : new FileChange.Marked(ordinal, snapshot.SnapshotId, old, now);
    }

    static bool Is(in ManifestEntry entry, Snapshot snapshot, ManifestEntryStatus status) => entry.Status == status && entry.SnapshotId == snapshot.SnapshotId;

    static FileScanTask Task(in ManifestEntry entry, DeleteIndex deletes) => new(entry.File, entry.SequenceNumber ?? 0, deletes.DeletesFor(entry), Expression.True);

    async Task<List<ManifestEntry>> ReadAsync(ManifestFile manifest, CancellationToken cancellationToken)
    {
        var content = await store.ReadAsync(manifest.ManifestPath, cancellationToken).ConfigureAwait(false);
        return [.. ManifestReader.Open(content, manifest, metadata.PartitionTypeOf(manifest.PartitionSpecId)).Entries()];
    }
}
