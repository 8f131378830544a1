using Tarn.Engine.Native;
using Tarn.Engine.Scans.Files;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;

namespace Tarn.Engine.MetadataTables;

/// <summary>What a metadata table is made of.</summary>
/// <param name="Table">The table.</param>
/// <param name="Snapshot">The state that is asked for; null where the table has none.</param>
/// <param name="Files">Delete files for the executor.</param>
/// <param name="Connection">Free to use, for reading delete files.</param>
/// <param name="Token">Cancels the reading.</param>
sealed record MetadataTableSource(Table Table, Snapshot? Snapshot, ReadableFiles Files, Connection Connection, CancellationToken Token)
{
    public TableMetadata Metadata => Table.Metadata;

    /// <summary>The manifests of the state that is asked for.</summary>
    public async Task<IReadOnlyList<ManifestFile>> ManifestsAsync() =>
        Snapshot is null ? [] : await SnapshotManifests.ReadAsync(Table.Store, Snapshot, Token).ConfigureAwait(false);

    /// <summary>The manifests of every snapshot, each once.</summary>
    public async Task<IReadOnlyList<ManifestFile>> AllManifestsAsync()
    {
        var found = new Dictionary<string, ManifestFile>(StringComparer.Ordinal);
        foreach (var snapshot in Metadata.Snapshots)
            foreach (var manifest in await SnapshotManifests.ReadAsync(Table.Store, snapshot, Token).ConfigureAwait(false))
                _ = found.TryAdd(manifest.ManifestPath, manifest);
        return [.. found.Values];
    }

    /// <summary>The entries of manifests, deleted ones included.</summary>
    public async IAsyncEnumerable<ManifestEntry> EntriesAsync(IEnumerable<ManifestFile> manifests)
    {
        foreach (var manifest in manifests)
        {
            var content = await Table.Store.ReadAsync(manifest.ManifestPath, Token).ConfigureAwait(false);
            foreach (var entry in ManifestReader.Open(content, manifest, Metadata.PartitionTypeOf(manifest.PartitionSpecId)).Entries()) yield return entry;
        }
    }
}
