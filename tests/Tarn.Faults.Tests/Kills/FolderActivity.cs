namespace Tarn.Faults.Tests.Kills;

/// <summary>Counts what happens to the files of a folder, so that a program can be killed in the middle of its writing and not only by the clock.</summary>
sealed class FolderActivity : IDisposable
{
    readonly FileSystemWatcher watcher;
    readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly int wanted;
    int count;

    public FolderActivity(string folder, int wanted)
    {
        this.wanted = wanted;
        watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, InternalBufferSize = 1 << 16 };
        watcher.Created += (_, _) => Step();
        watcher.Deleted += (_, _) => Step();
        watcher.Renamed += (_, _) => Step();
        watcher.EnableRaisingEvents = true;
    }

    public int Count => Volatile.Read(ref count);

    /// <summary>That many changes have been seen.</summary>
    public Task Reached => reached.Task;

    public void Dispose() => watcher.Dispose();

    void Step()
    {
        if (Interlocked.Increment(ref count) == wanted) reached.TrySetResult();
    }
}
