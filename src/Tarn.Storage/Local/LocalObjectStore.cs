using System.Runtime.CompilerServices;
using Tarn.Iceberg;
using Tarn.Iceberg.Storage;

namespace Tarn.Storage.Local;

/// <summary>Objects as files of a local disk.</summary>
/// <remarks>
/// A write goes to a new file in the same folder, which is synced and then renamed, and at last the folder is synced: at every moment the name shows all
/// of the old content or all of the new, also after a power failure. What a killed process leaves has the ending <see cref="UnfinishedSuffix"/>.
/// </remarks>
public sealed class LocalObjectStore(AllowedLocations allowed) : IObjectStore
{
    /// <summary>The ending of files that were not finished; listing shows them, so that they can be found and removed.</summary>
    public const string UnfinishedSuffix = ".tarn-unfinished";

    /// <summary>Hidden files too, but nothing behind symbolic links, which may lead outside.</summary>
    static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public Task<ObjectInfo?> StatAsync(string location, CancellationToken cancellationToken) => Run(location, () =>
    {
        var file = new FileInfo(allowed.PathOf(location));
        return file.Exists ? Info(file) : null;
    });

    public async Task<ReadOnlyMemory<byte>> ReadAsync(string location, CancellationToken cancellationToken)
    {
        var path = allowed.PathOf(location);
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw StoreFailure.Of(e, location);
        }
    }

    public async Task<ReadOnlyMemory<byte>> ReadRangeAsync(string location, long offset, int length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var path = allowed.PathOf(location);
        try
        {
            using var handle = File.OpenHandle(path);
            var size = RandomAccess.GetLength(handle);
            if (offset > size - length)
                throw new IcebergException(IcebergErrorKind.InvalidArgument, $"{location} has {size} bytes; {length} from {offset} on are not there");
            var content = new byte[length];
            for (var done = 0; done < length;)
            {
                var count = await RandomAccess.ReadAsync(handle, content.AsMemory(done), offset + done, cancellationToken).ConfigureAwait(false);
                if (count == 0) throw new IcebergException(IcebergErrorKind.CorruptFile, $"{location} became shorter while it was read");
                done += count;
            }
            return content;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw StoreFailure.Of(e, location);
        }
    }

    public async Task WriteAsync(string location, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken)
    {
        var path = allowed.PathOf(location);
        var folder = Path.GetDirectoryName(path)!;
        var unfinished = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}{UnfinishedSuffix}";
        try
        {
            if (mode == WriteMode.CreateNew && File.Exists(path)) throw Exists(location);
            DurableFiles.CreateFolder(folder);
            using (var handle = File.OpenHandle(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                await RandomAccess.WriteAsync(handle, content, 0, cancellationToken).ConfigureAwait(false);
                RandomAccess.FlushToDisk(handle);
            }
            cancellationToken.ThrowIfCancellationRequested();
            if (mode == WriteMode.Overwrite) File.Move(unfinished, path, overwrite: true);
            else if (!DurableFiles.MoveToNew(unfinished, path)) throw Exists(location);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            Remove(unfinished);
            throw StoreFailure.Of(e, location);
        }
        catch
        {
            Remove(unfinished);
            throw;
        }
        SyncNames(folder, location);
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = allowed.PathOf(prefix);
        // A prefix may end within a name; then the folder around it is walked and the rest compared.
        var isFolder = prefix.EndsWith('/') || allowed.IsRoot(path);
        var folder = isFolder ? path : Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) yield break;
        await Task.Yield();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", Everything))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isFolder || file.FullName.StartsWith(path, StringComparison.Ordinal))
                if (Existing(file) is { } info) yield return info;
        }
    }

    public Task DeleteAsync(string location, CancellationToken cancellationToken) => Run(location, () =>
    {
        try
        {
            File.Delete(allowed.PathOf(location));
        }
        catch (DirectoryNotFoundException)
        {
            // Not there, as asked.
        }
        return true;
    });

    public Task<string> MaterializeAsync(string location, long? length, CancellationToken cancellationToken) => Run(location, () =>
    {
        var path = allowed.PathOf(location);
        if (!File.Exists(path)) throw new IcebergException(IcebergErrorKind.ObjectNotFound, $"{location} does not exist");
        return path;
    });

    public Task ImportAsync(string localPath, string location, CancellationToken cancellationToken) => Run(location, () =>
    {
        var path = allowed.PathOf(location);
        var folder = Path.GetDirectoryName(path)!;
        DurableFiles.CreateFolder(folder);
        // The engine wrote the file without syncing it; ReadWrite, because some systems sync only what may be written.
        using (var handle = File.OpenHandle(localPath, access: FileAccess.ReadWrite)) RandomAccess.FlushToDisk(handle);
        if (localPath != path && !DurableFiles.MoveToNew(localPath, path)) throw Exists(location);
        SyncNames(folder, location);
        return true;
    });

    public string? LocalPathFor(string location) => allowed.PathOf(location);

    static ObjectInfo Info(FileInfo file) => new(Location.OfLocalPath(file.FullName).ToString(), file.Length, new DateTimeOffset(file.LastWriteTimeUtc));

    /// <summary>Null for a file that went while the folder was walked.</summary>
    static ObjectInfo? Existing(FileInfo file)
    {
        try
        {
            return Info(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    static IcebergException Exists(string location) => new(IcebergErrorKind.ObjectAlreadyExists, $"{location} exists already");

    /// <summary>The file has its name by now: if the name cannot be made durable, it may or may not survive.</summary>
    static void SyncNames(string folder, string location)
    {
        try
        {
            DurableFiles.SyncFolder(folder);
        }
        catch (IOException e)
        {
            throw new IcebergException(IcebergErrorKind.OutcomeUnknown, $"{location} was written, but its folder could not be synced: {e.Message}", e);
        }
    }

    static void Remove(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            // It is named as unfinished and does no harm; the failure that led here is the one to report.
        }
    }

    static Task<T> Run<T>(string location, Func<T> call)
    {
        try
        {
            return Task.FromResult(call());
        }
        catch (IcebergException e)
        {
            return Task.FromException<T>(e);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return Task.FromException<T>(StoreFailure.Of(e, location));
        }
    }

    static bool IsRefusal(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
