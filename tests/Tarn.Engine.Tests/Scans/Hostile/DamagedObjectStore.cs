using Tarn.Iceberg;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Tests.Scans.Hostile;

/// <summary>A store in which one object has other bytes than it was written with.</summary>
/// <param name="inner">Has all others.</param>
/// <param name="location">The one.</param>
/// <param name="content">What it has.</param>
/// <param name="path">A local file with that.</param>
sealed class DamagedObjectStore(IObjectStore inner, string location, ReadOnlyMemory<byte> content, string path) : IObjectStore
{
    public Task<ObjectInfo?> StatAsync(string location, CancellationToken cancellationToken) => inner.StatAsync(location, cancellationToken);

    public Task<ReadOnlyMemory<byte>> ReadAsync(string location, CancellationToken cancellationToken) =>
        IsTheOne(location) ? Task.FromResult(content) : inner.ReadAsync(location, cancellationToken);

    public Task<ReadOnlyMemory<byte>> ReadRangeAsync(string location, long offset, int length, CancellationToken cancellationToken)
    {
        if (!IsTheOne(location)) return inner.ReadRangeAsync(location, offset, length, cancellationToken);
        return offset >= 0 && length >= 0 && offset <= content.Length - length
            ? Task.FromResult(content.Slice((int)offset, length))
            : throw new IcebergException(IcebergErrorKind.CorruptFile, $"{location} has {content.Length} bytes, {length} at {offset} were asked for");
    }

    public Task WriteAsync(string location, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken) => inner.WriteAsync(location, content, mode, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string location, CancellationToken cancellationToken) => inner.DeleteAsync(location, cancellationToken);

    public Task<string> MaterializeAsync(string location, long? length, CancellationToken cancellationToken) =>
        IsTheOne(location) ? Task.FromResult(path) : inner.MaterializeAsync(location, length, cancellationToken);

    public Task ImportAsync(string localPath, string location, CancellationToken cancellationToken) => inner.ImportAsync(localPath, location, cancellationToken);

    public string? LocalPathFor(string location) => inner.LocalPathFor(location);

    bool IsTheOne(string other) => Location.Normalize(other) == Location.Normalize(location);
}
