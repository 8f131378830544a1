using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Tarn.Storage.State;

/// <summary>The SQLite file of catalog, jobs and users, shared by all processes of a project folder.</summary>
/// <remarks>
/// Write-ahead log, so that readers never wait for the writer. Writers of one process queue on one thread, and take the store's write lock at their
/// beginning (<c>BEGIN IMMEDIATE</c>), because a lock taken later could only fail. Nobody holds the lock across anything but SQLite itself.
/// </remarks>
public sealed class StateDatabase : IDisposable
{
    const int ReaderThreads = 2;

    /// <summary>How long another process's lock is waited for.</summary>
    static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    readonly StateThreads readers;
    readonly StateThreads durable;
    readonly StateThreads relaxed;
    readonly StateSchema schema;
    int disposed;

    StateDatabase(string path, ImmutableArray<Migration> migrations)
    {
        Path = path;
        schema = new StateSchema(migrations, path);
        readers = new StateThreads("tarn-state-read", ReaderThreads, () => Connect("NORMAL"));
        durable = new StateThreads("tarn-state-write", 1, () => Connect("FULL"));
        relaxed = new StateThreads("tarn-state-record", 1, () => Connect("NORMAL"));
    }

    public string Path { get; }

    /// <summary>Called after a commit reached the disk and before its caller hears of it: tests lose the answer here.</summary>
    internal Action? AfterCommit { get; set; }

    /// <summary>Opens the store, creating or migrating it.</summary>
    /// <exception cref="StorageException">It cannot be opened, is damaged, or belongs to a newer program.</exception>
    public static Task<StateDatabase> OpenAsync(string path, CancellationToken cancellationToken) => OpenAsync(path, Migrations.All, cancellationToken);

    internal static async Task<StateDatabase> OpenAsync(string path, ImmutableArray<Migration> migrations, CancellationToken cancellationToken)
    {
        var database = new StateDatabase(path, migrations);
        try
        {
            _ = await database.durable.RunAsync(connection =>
            {
                database.schema.Prepare(connection);
                return true;
            }, database.Translate, cancellationToken).ConfigureAwait(false);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads a consistent state.</summary>
    /// <exception cref="StorageException">The store cannot be read.</exception>
    internal Task<T> ReadAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken) => readers.RunAsync(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        return work(new StateSession(connection, transaction));
    }, Translate, cancellationToken);

    /// <summary>Changes the store in one transaction: all of it or, where <paramref name="work"/> throws, nothing.</summary>
    /// <exception cref="StorageException">It was not changed, but for <see cref="StorageErrorKind.OutcomeUnknown"/>.</exception>
    internal Task<T> WriteAsync<T>(Durability durability, Func<StateSession, T> work, CancellationToken cancellationToken)
    {
        var threads = durability == Durability.Full ? durable : relaxed;
        return threads.RunAsync(connection =>
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            var result = work(new StateSession(connection, transaction));
            Commit(transaction);
            return result;
        }, Translate, cancellationToken);
    }

    /// <summary>What SQLite's own check finds; empty for a sound store.</summary>
    public async Task<IReadOnlyList<string>> CheckIntegrityAsync(CancellationToken cancellationToken) => await ReadAsync(
        session => session.Query("PRAGMA integrity_check(20)", row => row.GetString(0)).Where(line => line != "ok")
            .Concat(session.Query("PRAGMA foreign_key_check", row => $"a row of {row.GetString(0)} refers to a row of {row.GetString(2)} that is not there"))
            .ToList(), cancellationToken).ConfigureAwait(false);

    /// <summary>Finishes what was begun. The last process to close the file also folds the log into it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        readers.Dispose();
        relaxed.Dispose();
        durable.Dispose();
    }

    void Commit(SqliteTransaction transaction)
    {
        try
        {
            transaction.Commit();
            AfterCommit?.Invoke();
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            // A log record that was written but not synced may still be found by the next recovery: only looking again can tell.
            throw new StorageException(StorageErrorKind.OutcomeUnknown, $"The state store {Path} did not confirm a change; it may have been made", e);
        }
    }

    SqliteConnection Connect(string synchronous)
    {
        // No pool: each thread keeps its connection, and one that failed is really closed.
        var builder = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, DefaultTimeout = (int)LockTimeout.TotalSeconds };
        var connection = new SqliteConnection(builder.ToString());
        try
        {
            connection.Open();
            var session = new StateSession(connection, null);
            _ = session.Execute($"PRAGMA busy_timeout = {(int)LockTimeout.TotalMilliseconds}");
            var mode = session.First("PRAGMA journal_mode = WAL", row => row.GetString(0));
            if (mode != "wal") throw new StorageException(StorageErrorKind.Failed, $"The state store {Path} is on a file system without shared memory; keep it on a local disk");
            _ = session.Execute($"PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    StorageException Translate(Exception exception) => exception as StorageException ?? SqliteFailure.Of(exception, Path);
}
