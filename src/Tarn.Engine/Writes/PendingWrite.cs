using System.Collections.Immutable;
using Tarn.Iceberg;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Writes;

/// <summary>Data files that are in the store and in no snapshot yet. Disposed without <see cref="Keep"/> they are removed again.</summary>
/// <remarks>
/// Call <see cref="Keep"/> unless the commit surely did not happen: its outcome was a conflict, or an exception instead of an outcome. Of a commit with an
/// unknown outcome nothing may be deleted.
/// </remarks>
public sealed class PendingWrite : IAsyncDisposable
{
    readonly IObjectStore _store;
    bool _kept;

    internal PendingWrite(IObjectStore store, ImmutableArray<DataFile> files) => (_store, Files) = (store, files);

    /// <summary>Takes finished local files in; where one cannot be, those before it are removed again.</summary>
    internal static async Task<PendingWrite> ImportAsync(IObjectStore store, IReadOnlyList<(string Path, DataFile File)> files, CancellationToken cancellationToken)
    {
        var imported = ImmutableArray.CreateBuilder<DataFile>(files.Count);
        try
        {
            foreach (var (path, file) in files)
            {
                await store.ImportAsync(path, file.FilePath, cancellationToken).ConfigureAwait(false);
                imported.Add(file);
            }
            return new PendingWrite(store, imported.ToImmutable());
        }
        catch
        {
            await new PendingWrite(store, imported.ToImmutable()).DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ImmutableArray<DataFile> Files { get; }

    public long RowCount => Files.Sum(f => f.RecordCount);

    public long Bytes => Files.Sum(f => f.FileSizeInBytes);

    /// <summary>From here on the files are the commit's.</summary>
    public void Keep() => _kept = true;

    /// <summary>Removes the files after all: for a commit that definitely did not happen.</summary>
    public async Task RemoveAsync()
    {
        _kept = false;
        await DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_kept) return;
        _kept = true;
        foreach (var file in Files)
            try
            {
                await _store.DeleteAsync(file.FilePath, CancellationToken.None).ConfigureAwait(false);
            }
            catch (IcebergException)
            {
                // An orphan that the doctor names; what led here is the failure to report.
            }
    }
}
