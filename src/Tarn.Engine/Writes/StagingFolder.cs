using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Writes;

/// <summary>A folder of its own for files that the executor writes before the store takes them in. Disposal removes it with what is left in it.</summary>
sealed class StagingFolder : IDisposable
{
    StagingFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>On the same file system as the data where that is local, so that taking a file in is a rename.</summary>
    /// <param name="store">The table's store.</param>
    /// <param name="dataLocation">Where its data files are.</param>
    /// <param name="otherwise">A local folder, for stores that are not local.</param>
    public static StagingFolder For(IObjectStore store, string dataLocation, string otherwise)
    {
        var name = $".staging-{Guid.CreateVersion7():N}";
        var folder = store.LocalPathFor($"{dataLocation}/{name}") ?? System.IO.Path.Combine(otherwise, name);
        try
        {
            _ = Directory.CreateDirectory(folder);
            return new StagingFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                EngineErrorKind.Storage, $"No file can be written to {dataLocation}: {e.Message}. Nothing was changed. See to the folder's disk, owner and mode, and try again.", null, e);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
