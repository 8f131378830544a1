using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Tarn.Iceberg.Storage;

/// <summary>Objects in memory: for tests and for tables that need not outlive the process. Nothing of it is on disk.</summary>
public sealed class InMemoryObjectStore(TimeProvider time) : IObjectStore
{
    readonly ConcurrentDictionary<string, (byte[] Content, DateTimeOffset Modified)> _objects = new(StringComparer.Ordinal);

    public Task<ObjectInfo?> StatAsync(string location, CancellationToken cancellationToken) =>
        Task.FromResult(_objects.TryGetValue(Location.Normalize(location), out var found) ? new ObjectInfo(location, found.Content.Length, found.Modified) : null);

    public Task<ReadOnlyMemory<byte>> ReadAsync(string location, CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>>(Content(location));

    public Task<ReadOnlyMemory<byte>> ReadRangeAsync(string location, long offset, int length, CancellationToken cancellationToken)
    {
        var content = Content(location);
        return offset >= 0 && offset + length <= content.Length
            ? Task.FromResult<ReadOnlyMemory<byte>>(content.AsMemory((int)offset, length))
            : throw IcebergException.Corrupt($"{location} has {content.Length} bytes, none at {offset} to {offset + length}");
    }

    public Task WriteAsync(string location, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken)
    {
        var entry = (content.ToArray(), time.GetUtcNow());
        if (mode == WriteMode.Overwrite) _objects[Location.Normalize(location)] = entry;
        else if (!_objects.TryAdd(Location.Normalize(location), entry))
            throw new IcebergException(IcebergErrorKind.ObjectAlreadyExists, $"{location} exists already; it was left as it is");
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var normal = Location.Normalize(prefix);
        foreach (var (location, found) in _objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (location.StartsWith(normal, StringComparison.Ordinal)) yield return new ObjectInfo(location, found.Content.Length, found.Modified);
        }
    }

    public Task DeleteAsync(string location, CancellationToken cancellationToken)
    {
        _ = _objects.TryRemove(Location.Normalize(location), out _);
        return Task.CompletedTask;
    }

    public Task<string> MaterializeAsync(string location, long? length, CancellationToken cancellationToken) =>
        throw IcebergException.Unsupported($"{location} is in memory only: it has no local file");

    public async Task ImportAsync(string localPath, string location, CancellationToken cancellationToken)
    {
        await WriteAsync(location, await File.ReadAllBytesAsync(localPath, cancellationToken).ConfigureAwait(false), WriteMode.CreateNew, cancellationToken)
            .ConfigureAwait(false);
        File.Delete(localPath);
    }

    public string? LocalPathFor(string location) => null;

    byte[] Content(string location) => _objects.TryGetValue(Location.Normalize(location), out var found)
        ? found.Content
        : throw new IcebergException(IcebergErrorKind.ObjectNotFound, $"{location} does not exist");
}
