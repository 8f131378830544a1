using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Tarn.Iceberg;
using Tarn.Iceberg.Storage;

namespace Tarn.Testing.Faults;

/// <summary>An object store in memory. Locations that it does not hold are read from the local disk, so golden tables can be read and written on.</summary>
public sealed class MemoryObjectStore(TimeProvider? time = null) : IObjectStore
{
    readonly ConcurrentDictionary<string, ObjectInMemory> _objects = new(StringComparer.Ordinal);
    readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The locations that were written and not deleted.</summary>
    public ICollection<string> Locations => _objects.Keys;

    public Task<ObjectInfo?> StatAsync(string location, CancellationToken cancellationToken)
    {
        if (_objects.TryGetValue(Location.Normalize(location), out var found)) return Task.FromResult<ObjectInfo?>(new(location, found.Content.Length, found.Written));
        var file = new FileInfo(LocalPath(location));
        return Task.FromResult(file.Exists ? new ObjectInfo(location, file.Length, file.LastWriteTimeUtc) : null);
    }

    public async Task<ReadOnlyMemory<byte>> ReadAsync(string location, CancellationToken cancellationToken)
    {
        if (_objects.TryGetValue(Location.Normalize(location), out var found)) return found.Content;
        try
        {
            return await File.ReadAllBytesAsync(LocalPath(location), cancellationToken);
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IcebergException(IcebergErrorKind.ObjectNotFound, $"{location} is not there", e);
        }
    }

    public async Task<ReadOnlyMemory<byte>> ReadRangeAsync(string location, long offset, int length, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(location, cancellationToken);
        return offset <= content.Length - length
            ? content.Slice((int)offset, length)
            : throw new IcebergException(IcebergErrorKind.CorruptFile, $"{location} has {content.Length} bytes, {length} at {offset} were asked for");
    }

    public Task WriteAsync(string location, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken)
    {
        var written = new ObjectInMemory(content.ToArray(), _time.GetUtcNow());
        var key = Location.Normalize(location);
        if (mode == WriteMode.Overwrite) _objects[key] = written;
        else if (!_objects.TryAdd(key, written)) throw new IcebergException(IcebergErrorKind.ObjectAlreadyExists, $"{location} is there already");
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var start = Location.Normalize(prefix);
        foreach (var (location, found) in _objects)
            if (location.StartsWith(start, StringComparison.Ordinal)) yield return new ObjectInfo(location, found.Content.Length, found.Written);
    }

    public Task DeleteAsync(string location, CancellationToken cancellationToken)
    {
        _objects.TryRemove(Location.Normalize(location), out _);
        return Task.CompletedTask;
    }

    public Task<string> MaterializeAsync(string location, long? length, CancellationToken cancellationToken) => Task.FromResult(LocalPath(location));

    public async Task ImportAsync(string localPath, string location, CancellationToken cancellationToken)
    {
        await WriteAsync(location, await File.ReadAllBytesAsync(localPath, cancellationToken), WriteMode.CreateNew, cancellationToken);
        File.Delete(localPath);
    }

    public string? LocalPathFor(string location) => null;

    static string LocalPath(string location) => Location.TryParse(location, out var parsed) && parsed.IsLocal ? parsed.LocalPath : "/nowhere";

    sealed record ObjectInMemory(byte[] Content, DateTimeOffset Written);
}
