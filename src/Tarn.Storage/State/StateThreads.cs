using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Tarn.Storage.State;

/// <summary>A few threads, each with a connection of its own, that work through one queue.</summary>
/// <remarks>SQLite's calls block: for an fsync, or for another process's lock. On the thread pool that would starve everything else, so they wait here.</remarks>
sealed class StateThreads : IDisposable
{
    /// <summary>More callers than this wait without taking memory for their work.</summary>
    const int MaxQueued = 1_000;

    readonly BlockingCollection<StateWork> queue = [];
    readonly SemaphoreSlim slots = new(MaxQueued, MaxQueued);
    readonly Func<SqliteConnection> open;
    readonly Lazy<Thread[]> threads;

    /// <param name="name">For debuggers.</param>
    /// <param name="count">How many threads.</param>
    /// <param name="open">Opens a thread's connection at its first piece of work, and again after one that failed.</param>
    public StateThreads(string name, int count, Func<SqliteConnection> open)
    {
        this.open = open;
        threads = new Lazy<Thread[]>(() => [.. Enumerable.Range(0, count).Select(_ => Start(name))]);
    }

    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> work, Func<Exception, StorageException> translate, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var item = new StateWorkOf<T>(work, translate, cancellationToken);
            queue.Add(item, CancellationToken.None);
            _ = threads.Value;
            return await item.Completion.ConfigureAwait(false);
        }
        finally
        {
            _ = slots.Release();
        }
    }

    /// <summary>Finishes what is queued and closes the connections.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        if (threads.IsValueCreated)
            foreach (var thread in threads.Value) thread.Join();
        queue.Dispose();
        slots.Dispose();
    }

    Thread Start(string name)
    {
        var thread = new Thread(Run) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    void Run()
    {
        SqliteConnection? connection = null;
        foreach (var work in queue.GetConsumingEnumerable())
        {
            if (work.Do(() => connection ??= open())) continue;
            // After an error a connection may hold a lock or stale pages: the next piece of work gets a new one.
            connection?.Dispose();
            connection = null;
        }
        connection?.Dispose();
    }
}
