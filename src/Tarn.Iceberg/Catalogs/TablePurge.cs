using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Catalogs;

/// <summary>Deletes the files of a table that has no name any more: those that its metadata reaches, and of them only those in its own folders.</summary>
/// <remarks>
/// What cannot be read or deleted stays as an orphan.
/// </remarks>
public sealed class TablePurge(IObjectStore store, TableMetadata metadata, string metadataLocation)
{
    const int MaxConcurrency = 8;

    /// <summary><c>false</c> says that other tables use the data files too.</summary>
    const string GarbageCollected = "gc.enabled";

    readonly TableFolders _folders = new(metadata);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (manifests, others) = await ReadListsAsync(cancellationToken).ConfigureAwait(false);
        if (!string.Equals(metadata.Property(GarbageCollected), "false", StringComparison.OrdinalIgnoreCase))
            await DeleteAsync(await DataFilesAsync(manifests.Values, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await DeleteAsync(manifests.Keys, cancellationToken).ConfigureAwait(false);
        // Metadata last: until then another attempt could find the rest.
        await DeleteAsync(
            [.. others, .. metadata.Statistics.Select(file => file.StatisticsPath), .. metadata.PartitionStatistics.Select(file => file.StatisticsPath),
                .. metadata.MetadataLog.Select(entry => entry.MetadataFile), metadataLocation],
            cancellationToken).ConfigureAwait(false);
    }

    async Task<(Dictionary<string, ManifestFile> Manifests, List<string> Lists)> ReadListsAsync(CancellationToken cancellationToken)
    {
        var manifests = new Dictionary<string, ManifestFile>(StringComparer.Ordinal);
        var lists = new List<string>();
        foreach (var snapshot in metadata.Snapshots)
        {
            if (snapshot.ManifestList is { } list) lists.Add(list);
            try
            {
                foreach (var manifest in await SnapshotManifests.ReadAsync(store, snapshot, cancellationToken).ConfigureAwait(false)) _ = manifests.TryAdd(manifest.ManifestPath, manifest);
            }
            catch (IcebergException)
            {
                // An earlier purge came this far, or the file was lost: what it named stays.
            }
        }
        return (manifests, lists);
    }

    async Task<HashSet<string>> DataFilesAsync(IEnumerable<ManifestFile> manifests, CancellationToken cancellationToken)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        foreach (var manifest in manifests)
            try
            {
                var content = await store.ReadAsync(manifest.ManifestPath, cancellationToken).ConfigureAwait(false);
                foreach (var entry in ManifestReader.Open(content, manifest, metadata.PartitionTypeOf(manifest.PartitionSpecId)).Entries()) _ = files.Add(entry.File.FilePath);
            }
            catch (IcebergException)
            {
                // As above.
            }
        return files;
    }

    Task DeleteAsync(IEnumerable<string> locations, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(locations.Where(_folders.Hold), options, async (location, token) =>
        {
            try
            {
                await store.DeleteAsync(location, token).ConfigureAwait(false);
            }
            catch (IcebergException)
            {
                // An orphan costs space, not truth.
            }
        });
    }
}
