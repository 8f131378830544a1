using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Tests.Writes;

/// <summary>Just enough of a local store: objects are files, taking one in is a rename.</summary>
sealed class LocalStore : IObjectStore
{
    public Task<ObjectInfo?> StatAsync(string location, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(location));
        return Task.FromResult(file.Exists ? new ObjectInfo(location, file.Length, file.LastWriteTimeUtc) : null);
    }

    public async Task<ReadOnlyMemory<byte>> ReadAsync(string location, CancellationToken cancellationToken) =>
        await File.ReadAllBytesAsync(PathOf(location), cancellationToken);

    public async Task<ReadOnlyMemory<byte>> ReadRangeAsync(string location, long offset, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await using var file = File.OpenRead(PathOf(location));
        file.Position = offset;
        await file.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    public async Task WriteAsync(string location, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(PathOf(location))!);
        await File.WriteAllBytesAsync(PathOf(location), content, cancellationToken);
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var file in new DirectoryInfo(PathOf(prefix)).EnumerateFiles("*", SearchOption.AllDirectories))
            yield return new ObjectInfo(Location.OfLocalPath(file.FullName).ToString(), file.Length, file.LastWriteTimeUtc);
    }

    public Task DeleteAsync(string location, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(location));
        return Task.CompletedTask;
    }

    public Task<string> MaterializeAsync(string location, long? length, CancellationToken cancellationToken) => Task.FromResult(PathOf(location));

    public Task ImportAsync(string localPath, string location, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(PathOf(location))!);
        File.Move(localPath, PathOf(location));
        return Task.CompletedTask;
    }

    public string? LocalPathFor(string location) => PathOf(location);

    static string PathOf(string location) => Location.Parse(location).LocalPath;
}
