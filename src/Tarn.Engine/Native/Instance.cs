using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>One instance of the executor in this process: its memory, threads, settings and functions are shared by its connections.</summary>
public sealed class Instance : IDisposable
{
    /// <summary>Errors as JSON carry kind and position apart from the text; progress is kept but not printed; nothing is ever loaded from outside.</summary>
    static readonly (string Name, string Value)[] Always =
    [
        ("errors_as_json", "true"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        // A damaged file makes some of its readers fail an assertion, after which it would refuse every statement until it is opened anew. It holds nothing of ours that could be half done.
        ("disable_database_invalidation", "true"),
    ];

    readonly DatabaseHandle _handle;

    Instance(DatabaseHandle handle) => _handle = handle;

    /// <summary>The executor's version, <c>v1.5.6</c>.</summary>
    public static string Version => NativeText.Borrowed(OpenConnect.LibraryVersion());

    /// <summary>Opens an instance in memory, or on a database file.</summary>
    /// <param name="path">A database file; null for memory.</param>
    /// <param name="settings">DuckDB's names and values: <c>memory_limit</c>, <c>threads</c>, <c>temp_directory</c> …</param>
    /// <exception cref="EngineException">The library is missing, the file cannot be opened, or a setting is not accepted.</exception>
    public static Instance Open(string? path, IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            using var config = Configure(settings);
            var state = OpenConnect.Open(path, out var database, config, out var error);
            if (state == DuckDbState.Success) return new Instance(database);
            database.Dispose();
            throw ExecutorError.From(NativeText.Owned(error), "");
        }
        catch (DllNotFoundException missing)
        {
            throw new EngineException(
                EngineErrorKind.Internal,
                $"The executor's library (libduckdb) is not beside the program in {AppContext.BaseDirectory}. Build again: the build puts it there.", null, missing);
        }
    }

    public Connection Connect()
    {
        if (OpenConnect.Connect(_handle, out var connection) != DuckDbState.Success)
        {
            connection.Dispose();
            throw new EngineException(EngineErrorKind.Internal, "The executor gives no further connection.");
        }
        return new Connection(this, connection);
    }

    /// <summary>Makes functions of ours callable from SQL on all connections.</summary>
    public void Register(params ReadOnlySpan<ScalarFunction> overloads)
    {
        using var connection = Connect();
        ScalarFunction.Register(connection, overloads);
    }

    public void Dispose() => _handle.Dispose();

    static ConfigHandle Configure(IReadOnlyDictionary<string, string> settings)
    {
        if (Configuration.Create(out var config) != DuckDbState.Success) throw new EngineException(EngineErrorKind.Internal, "The executor gives no configuration.");
        foreach (var (name, value) in Always.Concat(settings.Select(s => (s.Key, s.Value))))
        {
            if (Configuration.Set(config, name, value) == DuckDbState.Success) continue;
            config.Dispose();
            throw new EngineException(EngineErrorKind.InvalidInput, $"The executor does not accept {name} = {value}.");
        }
        return config;
    }
}
