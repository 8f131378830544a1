using Tarn.Iceberg;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;

namespace Tarn.Storage.Catalogs;

/// <summary>Parsed metadata files, which never change, by their location; the least recently used go first.</summary>
sealed class MetadataCache(IObjectStore store)
{
    const int MaxFiles = 256;

    readonly Lock gate = new();
    readonly Dictionary<string, LinkedListNode<(string Location, TableMetadata Metadata)>> files = new(StringComparer.Ordinal);
    readonly LinkedList<(string Location, TableMetadata Metadata)> byUse = [];

    /// <summary>For whoever loads a table: a file that was lost since it was read is an error now, not with the next start.</summary>
    /// <exception cref="IcebergException">The file is not there; in the words of the reference implementation, which clients compare.</exception>
    public async Task<TableMetadata> LoadAsync(string location, CancellationToken cancellationToken) =>
        await store.StatAsync(location, cancellationToken).ConfigureAwait(false) is not null
            ? await ReadAsync(location, cancellationToken).ConfigureAwait(false)
            : throw new IcebergException(
                IcebergErrorKind.ObjectNotFound, $"Failed to open input stream for file: {location} does not exist. It holds a table's metadata: restore it, or register an older file");

    public async Task<TableMetadata> ReadAsync(string location, CancellationToken cancellationToken)
    {
        lock (gate)
            if (files.TryGetValue(location, out var node))
            {
                byUse.Remove(node);
                byUse.AddFirst(node);
                return node.Value.Metadata;
            }
        var metadata = await MetadataFiles.ReadAsync(store, location, NewestIn(FolderOf(location)), cancellationToken).ConfigureAwait(false);
        Add(location, metadata);
        return metadata;
    }

    /// <summary>Another process may have committed: what the table had before is not parsed, nor held, a second time.</summary>
    TableMetadata? NewestIn(ReadOnlySpan<char> folder)
    {
        lock (gate)
        {
            foreach (var (location, metadata) in byUse)
                if (FolderOf(location).SequenceEqual(folder)) return metadata;
            return null;
        }
    }

    static ReadOnlySpan<char> FolderOf(string location) => location.AsSpan(0, location.LastIndexOf('/') + 1);

    public void Add(string location, TableMetadata metadata)
    {
        lock (gate)
        {
            if (files.ContainsKey(location)) return;
            files[location] = byUse.AddFirst((location, metadata));
            if (files.Count <= MaxFiles) return;
            _ = files.Remove(byUse.Last!.Value.Location);
            byUse.RemoveLast();
        }
    }
}
