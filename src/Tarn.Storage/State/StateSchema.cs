using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Tarn.Storage.State;

/// <summary>Brings a store to the schema of this program, step by step, or refuses it.</summary>
sealed class StateSchema(ImmutableArray<Migration> migrations, string path)
{
    /// <summary>"Tarn" in ASCII: SQLite keeps it in the file's header, so that no other program's file is taken for a store.</summary>
    const long ApplicationId = 0x5461_726E;

    int Newest => migrations[^1].Version;

    /// <exception cref="StorageException">The store is of a newer program, or the file is something else.</exception>
    public void Prepare(SqliteConnection connection)
    {
        if (Check(connection) == Newest) return;
        BackUp(connection);
        using var transaction = connection.BeginTransaction(deferred: false);
        var session = new StateSession(connection, transaction);
        // Once more inside the lock: of several processes that start at once, the first has done it.
        foreach (var step in migrations.RemoveAll(step => step.Version <= VersionOf(session)))
        {
            _ = session.Execute(step.Sql);
            _ = session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {step.Version}"));
        }
        _ = session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        transaction.Commit();
    }

    int Check(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        var session = new StateSession(connection, transaction);
        var version = VersionOf(session);
        var application = session.Number("PRAGMA application_id");
        if (application != ApplicationId && (application != 0 || version != 0 || session.Number("SELECT count(*) FROM sqlite_master") > 0))
            throw new StorageException(StorageErrorKind.Corrupt, $"{path} is an SQLite file of another program; catalog.store in tarn.yaml names it; nothing was changed");
        if (version > Newest)
            throw new StorageException(StorageErrorKind.TooNew,
                $"The state store {path} was written by a newer Tarn (schema {version}; this program knows up to {Newest}); nothing was changed; use that Tarn, or restore an older backup");
        return version;
    }

    /// <summary>A copy of the store as the older program left it stays beside it: <c>state.db.v1.bak</c>.</summary>
    void BackUp(SqliteConnection connection)
    {
        var session = new StateSession(connection, null);
        var version = VersionOf(session);
        var copy = string.Create(CultureInfo.InvariantCulture, $"{path}.v{version}.bak");
        if (version == 0 || File.Exists(copy)) return;
        var unfinished = $"{copy}.{Environment.ProcessId}.tmp";
        File.Delete(unfinished);
        _ = session.Execute("VACUUM INTO @copy", ("@copy", unfinished));
        File.Move(unfinished, copy, overwrite: true);
    }

    static int VersionOf(StateSession session) => (int)session.Number("PRAGMA user_version");
}
