using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Statistics;

/// <summary>Counts the partitions of a snapshot from its manifests; no data file is read. Spec: "Partition Statistics".</summary>
/// <param name="metadata">The table.</param>
/// <param name="store">The table's store.</param>
public sealed class PartitionCounting(TableMetadata metadata, IObjectStore store)
{
    readonly StructType _type = metadata.UnifiedPartitionType();

    /// <summary>The nearest statistics file of a snapshot or one that it comes from; null where there is none.</summary>
    public PartitionStatisticsFile? NearestFile(long snapshotId) =>
        metadata.AncestorsOf(snapshotId).Select(snapshot => metadata.PartitionStatistics.FirstOrDefault(file => file.SnapshotId == snapshot.SnapshotId)).FirstOrDefault(file => file is not null);

    /// <summary>Counts all that is in the snapshot. A partition that its manifests remember as emptied is a row of zeros, as in the reference.</summary>
    public async Task<ImmutableArray<PartitionStatistics>> CountAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(int, PartitionTuple), PartitionStatistics>();
        foreach (var manifest in await SnapshotManifests.ReadAsync(store, snapshot, cancellationToken).ConfigureAwait(false))
            await foreach (var entry in EntriesAsync(manifest, cancellationToken).ConfigureAwait(false))
                Count(found, entry, entry.IsLive ? 1 : 0);
        return Sorted(found.Values);
    }

    /// <summary>Counts what changed since a snapshot that the wanted one comes from, and adds it to what is known of that.</summary>
    public async Task<ImmutableArray<PartitionStatistics>> CountAsync(Snapshot snapshot, long sinceSnapshotId, IEnumerable<PartitionStatistics> known, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(int, PartitionTuple), PartitionStatistics>();
        foreach (var row in known) found[(row.SpecId, row.Partition)] = row;
        foreach (var change in metadata.AncestorsOf(snapshot.SnapshotId).TakeWhile(s => s.SnapshotId != sinceSnapshotId))
        {
            // Entries of removed files are not carried on: they are only in the manifests that the snapshot made itself.
            var manifests = await SnapshotManifests.ReadAsync(store, change, cancellationToken).ConfigureAwait(false);
            foreach (var manifest in manifests.Where(m => m.AddedSnapshotId == change.SnapshotId))
                await foreach (var entry in EntriesAsync(manifest, cancellationToken).ConfigureAwait(false))
                    if (entry.Status is not ManifestEntryStatus.Existing) Count(found, entry, entry.Status is ManifestEntryStatus.Added ? 1 : -1);
        }
        return Sorted(found.Values);
    }

    async IAsyncEnumerable<ManifestEntry> EntriesAsync(ManifestFile manifest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = await store.ReadAsync(manifest.ManifestPath, cancellationToken).ConfigureAwait(false);
        foreach (var entry in ManifestReader.Open(content, manifest, metadata.PartitionTypeOf(manifest.PartitionSpecId)).Entries()) yield return entry;
    }

    void Count(Dictionary<(int, PartitionTuple), PartitionStatistics> found, in ManifestEntry entry, int sign)
    {
        var file = entry.File;
        var values = metadata.UnifiedPartition(_type, file.SpecId, file.Partition);
        var partition = new PartitionTuple([.. values.Select((value, i) => ValuePromotion.To(_type.Fields[i].Type, value))]);
        var row = found.GetValueOrDefault((file.SpecId, partition)) ?? new PartitionStatistics(partition, file.SpecId);
        found[(file.SpecId, partition)] = (sign == 0 ? row : row.With(file, sign)).ChangedBy(metadata.SnapshotById(entry.SnapshotId));
    }

    /// <summary>By the partition, ascending, nulls first, as the specification asks; then by the spec.</summary>
    static ImmutableArray<PartitionStatistics> Sorted(IEnumerable<PartitionStatistics> rows) =>
        [.. rows.OrderBy(row => row.Partition.Values, Comparer<ImmutableArray<object?>>.Create(Compare)).ThenBy(row => row.SpecId)];

    static int Compare(ImmutableArray<object?> a, ImmutableArray<object?> b) =>
        a.Zip(b, ValueComparer.Instance.Compare).FirstOrDefault(order => order != 0);
}
