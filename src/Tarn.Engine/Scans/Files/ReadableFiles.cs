using System.Collections.Concurrent;
using Tarn.Engine.Native;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Orc;
using Tarn.Iceberg.Parquet;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Scans.Files;

/// <summary>Files of tables as local Parquet files that the executor reads rightly: most as they are; Avro and ORC files, and Parquet files in forms that it cannot read, as copies that say the same.</summary>
/// <remarks>
/// A copy has the rows in the order of the original under the same field ids, so deletes, row ids and projections hold. Files never change: a copy is made once a process, and goes with
/// its temporary folder.
/// </remarks>
/// <param name="store">Where the tables are.</param>
/// <param name="folder">A local folder for the copies; it is created when it is first needed.</param>
public sealed class ReadableFiles(IObjectStore store, string folder)
{
    /// <summary>All copies together; beyond that a scan fails instead of filling the disk.</summary>
    const long MaxCopiedBytes = 256L << 30;

    readonly ConcurrentDictionary<string, Task<string>> _paths = new(StringComparer.Ordinal);
    long _copiedBytes;

    /// <summary>Whether the file has been copied from a form whose nested names may differ from the table's.</summary>
    public static bool IsConverted(DataFile file) => file is { Format: not FileFormat.Parquet };

    /// <summary>The local path of a data or delete file.</summary>
    /// <param name="connection">Free to use; it writes copies.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Cancels the transfer or the copying.</param>
    /// <exception cref="EngineException">The file's format cannot be read.</exception>
    public async Task<string> PathAsync(Connection connection, DataFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Format is FileFormat.Parquet && IsOurs(file.FilePath))
            return await LocalAsync(file, cancellationToken).ConfigureAwait(false);
        var key = $"{file.FileSizeInBytes}:{file.FilePath}";
        while (true)
        {
            var own = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            var task = _paths.GetOrAdd(key, own.Task);
            if (task == own.Task) return await PrepareAsync(key, own, () => PrepareAsync(connection, file, cancellationToken)).ConfigureAwait(false);
            try
            {
                var path = await task.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (File.Exists(path)) return path;
                _ = _paths.TryRemove(new(key, task));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The statement that began the work was cancelled: this one begins it again.
            }
        }
    }

    /// <summary>The local path of a file as its writer left it.</summary>
    internal Task<string> OriginalAsync(DataFile file, CancellationToken cancellationToken) => LocalAsync(file, cancellationToken);

    /// <summary>A local file that the caller deletes when it has read it.</summary>
    internal string Scratch(Action<string> write)
    {
        var path = Copy(write);
        _ = Interlocked.Add(ref _copiedBytes, -new FileInfo(path).Length);
        return path;
    }

    /// <summary>Whoever began the work awaits its end, as it runs on that statement's connection.</summary>
    async Task<string> PrepareAsync(string key, TaskCompletionSource<string> own, Func<Task<string>> prepare)
    {
        try
        {
            var path = await prepare().ConfigureAwait(false);
            own.SetResult(path);
            return path;
        }
        catch (Exception e)
        {
            _ = _paths.TryRemove(new(key, own.Task));
            if (e is OperationCanceledException) own.SetCanceled(CancellationToken.None);
            else own.SetException(e);
            _ = own.Task.Exception;
            throw;
        }
    }

    /// <summary>Names that <see cref="Writes.DataWriter"/> gives: what the executor wrote it reads.</summary>
    static bool IsOurs(string location)
    {
        var name = location[(location.LastIndexOf('/') + 1)..];
        return name.StartsWith("data-", StringComparison.Ordinal) && name.EndsWith(".parquet", StringComparison.Ordinal)
            && name.Length == 5 + 36 + 8 && Guid.TryParse(name.AsSpan(5, 36), out _);
    }

    async Task<string> PrepareAsync(Connection connection, DataFile file, CancellationToken cancellationToken)
    {
        switch (file.Format)
        {
            case FileFormat.Parquet:
                var path = await LocalAsync(file, cancellationToken).ConfigureAwait(false);
                var footer = ParquetFooter.Read(path);
                return footer.HasDeprecatedLz4 || footer.HasUtcNanos || footer.HasBson || footer.HasBareLists || footer.HasNamesTwice ? Copy(target => ParquetRewrite.Simplify(path, target)) : path;
            case FileFormat.Avro:
                var avro = await store.ReadAsync(file.FilePath, cancellationToken).ConfigureAwait(false);
                return Copy(target => ParquetCopy.Write(connection, AvroColumns.RowsOf(AvroFile.Open(avro)), file, target, cancellationToken));
            case FileFormat.Orc:
                var orc = OrcFile.Open(await store.ReadAsync(file.FilePath, cancellationToken).ConfigureAwait(false));
                // What a damaged file claims must not be copied for hours.
                if (orc.RowCount != file.RecordCount) throw ParquetCopy.OtherRows(file, orc.RowCount);
                return Copy(target => ParquetCopy.Write(connection, OrcColumns.RowsOf(orc), file, target, cancellationToken));
            default:
                throw new EngineException(EngineErrorKind.NotSupported, $"The file {file.FilePath} is {file.Format}; Parquet, Avro and ORC can be read.");
        }
    }

    /// <summary>The file as it is. One that is shorter or longer than the table's metadata says was cut off or exchanged.</summary>
    async Task<string> LocalAsync(DataFile file, CancellationToken cancellationToken)
    {
        var path = await store.MaterializeAsync(file.FilePath, file.FileSizeInBytes, cancellationToken).ConfigureAwait(false);
        var length = new FileInfo(path).Length;
        return length == file.FileSizeInBytes
            ? path
            : throw new EngineException(
                EngineErrorKind.Corrupt, $"The file {file.FilePath} has {length} bytes where the table's metadata says {file.FileSizeInBytes}: it was cut off or exchanged. Restore it, or go back to a snapshot without it.");
    }

    string Copy(Action<string> write)
    {
        if (Interlocked.Read(ref _copiedBytes) > MaxCopiedBytes)
            throw new EngineException(EngineErrorKind.ResourceLimit, $"Copies of Avro, ORC and old Parquet files take more than {MaxCopiedBytes >> 30} GiB in {folder}. Rewrite the table's files, or restart Tarn.");
        _ = Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, $"{Guid.NewGuid():N}.parquet");
        try
        {
            write(target);
            _ = Interlocked.Add(ref _copiedBytes, new FileInfo(target).Length);
            return target;
        }
        catch
        {
            File.Delete(target);
            throw;
        }
    }
}
