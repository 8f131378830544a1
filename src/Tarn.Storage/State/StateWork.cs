using Microsoft.Data.Sqlite;

namespace Tarn.Storage.State;

/// <summary>Something to do on a connection, for which somebody waits.</summary>
abstract class StateWork
{
    /// <summary>Never throws: success and failure go to whoever waits.</summary>
    /// <param name="connect">The thread's connection; may fail.</param>
    /// <returns>False where the connection is not to be used again.</returns>
    public abstract bool Do(Func<SqliteConnection> connect);
}
