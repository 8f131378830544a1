using System.Collections.Concurrent;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;

namespace Tarn.Iceberg.Catalogs;

/// <summary>Holds the paths in manifest lists and manifests to the rule of <see cref="NamedLocations"/>, for a table that others wrote and that is to be registered.</summary>
/// <remarks>
/// Each manifest is read once however many snapshots share it, several at a time, and of an entry only its path is decoded; where a folder leads is looked up once for all files in it. What is
/// not there or damaged is no reason to refuse: such a table may be registered to be mended. The store holds every path to its rule again when it is read or deleted, which also covers
/// manifests that are written later. The REST protocol does not come by here: clients of it may register, as they may commit, entries of files that nobody can read.
/// </remarks>
public sealed class NamedFiles
{
    const int MaxConcurrency = 8;

    readonly IObjectStore _store;
    readonly TableMetadata _metadata;
    readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);

    NamedFiles(IObjectStore store, TableMetadata metadata) => (_store, _metadata) = (store, metadata);

    /// <exception cref="IcebergException"><see cref="IcebergErrorKind.AccessDenied"/>: a snapshot names a file that tables may not have; nothing was changed.</exception>
    public static async Task DemandAsync(IObjectStore store, TableMetadata metadata, CancellationToken cancellationToken)
    {
        var check = new NamedFiles(store, metadata);
        var manifests = new ConcurrentDictionary<string, ManifestFile>(StringComparer.Ordinal);
        await EachAsync(metadata.Snapshots, (snapshot, token) => check.CollectAsync(snapshot, manifests, token), cancellationToken).ConfigureAwait(false);
        await EachAsync(manifests.Values, check.DemandAsync, cancellationToken).ConfigureAwait(false);
    }

    static async Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken) => await Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellationToken }, async (item, token) =>
        {
            try
            {
                await work(item, token).ConfigureAwait(false);
            }
            catch (IcebergException e) when (e.Kind is IcebergErrorKind.ObjectNotFound or IcebergErrorKind.CorruptFile or IcebergErrorKind.Unsupported)
            {
                // Lost or damaged: whoever reads the snapshot is told. A store that does not answer is another matter.
            }
        }).ConfigureAwait(false);

    async Task CollectAsync(Snapshot snapshot, ConcurrentDictionary<string, ManifestFile> manifests, CancellationToken cancellationToken)
    {
        foreach (var manifest in await SnapshotManifests.ReadAsync(_store, snapshot, cancellationToken).ConfigureAwait(false))
            if (manifests.TryAdd(manifest.ManifestPath, manifest)) Demand(manifest.ManifestPath, "a manifest", snapshot.ManifestList ?? "its metadata file");
    }

    async Task DemandAsync(ManifestFile manifest, CancellationToken cancellationToken)
    {
        var content = await _store.ReadAsync(manifest.ManifestPath, cancellationToken).ConfigureAwait(false);
        foreach (var entry in ManifestReader.Open(content, manifest, _metadata.PartitionTypeOf(manifest.PartitionSpecId)).Entries())
            Demand(entry.File.FilePath, manifest.Content == ManifestContent.Data ? "a data file" : "a delete file", manifest.ManifestPath);
    }

    /// <summary>By the rule by which it will be read; where a folder leads is looked up for the first file in it.</summary>
    void Demand(string path, string what, string namedBy)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        var isPlain = !path.Contains("/..", StringComparison.Ordinal);
        if (isPlain && _folders.ContainsKey(folder)) return;
        try
        {
            _ = _store.LocalPathFor(path);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.AccessDenied)
        {
            throw new IcebergException(IcebergErrorKind.AccessDenied, $"{namedBy} names {what} that tables may not have: {e.Message}", e);
        }
        if (isPlain) _folders[folder] = true;
    }
}
