using System.Collections.Concurrent;
using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Writes;

namespace Tarn.Engine.Sessions;

/// <summary>The instance of the executor that users' SQL runs on: files outside the lakehouse out of reach, configuration locked, nothing ever loaded.</summary>
/// <remarks>
/// This stands behind the gate, for the day that the gate has a hole. Connections are opened before the lock, since each needs settings of its own:
/// their number is the number of statements that may run at once, of each of two sorts: profiling is a setting too, and costs those who do not ask for it nothing.
/// </remarks>
internal sealed class Sandbox : IDisposable
{
    readonly Instance _instance;
    readonly ConcurrentBag<Connection> _free = [];
    readonly ConcurrentBag<Connection> _freeProfiling = [];
    readonly List<Connection> _all = [];

    Sandbox(Instance instance)
    {
        _instance = instance;
        Functions = ScanFunctions.Install(instance);
        TransformFunctions.Install(instance);
        VariantEncoding.Install(instance);
    }

    /// <summary>What the text of a scan calls.</summary>
    public ScanFunctions Functions { get; }

    public static Sandbox Open(LakehouseOptions options)
    {
        Directory.CreateDirectory(options.WarehouseFolder);
        var spill = Directory.CreateDirectory(Path.Combine(options.TemporaryFolder, "spill")).FullName;
        var settings = new Dictionary<string, string> { ["temp_directory"] = spill };
        if (options.Sql.MemoryLimit is { } memory) settings["memory_limit"] = $"{memory.Bytes}B";
        if (options.Sql.SpillLimit is { } limit) settings["max_temp_directory_size"] = $"{limit.Bytes}B";
        if (options.Sql.Threads is { } threads) settings["threads"] = threads.ToString(CultureInfo.InvariantCulture);
        var sandbox = new Sandbox(Instance.Open(null, settings));
        try
        {
            sandbox.Prepare(options);
            return sandbox;
        }
        catch
        {
            sandbox.Dispose();
            throw;
        }
    }

    /// <summary>For statements that need connections besides the rented one; settings of a session are not on them.</summary>
    public Instance Instance => _instance;

    public Connection Rent(bool profiling = false) => (profiling ? _freeProfiling : _free).TryTake(out var connection)
        ? connection
        : throw new System.Diagnostics.UnreachableException("more statements are running than were admitted");

    public void Return(Connection connection, bool profiling = false) => (profiling ? _freeProfiling : _free).Add(connection);

    public void Dispose()
    {
        foreach (var connection in _all) connection.Dispose();
        _instance.Dispose();
    }

    void Prepare(LakehouseOptions options)
    {
        for (var i = 0; i < options.Sql.MaxConcurrentStatements; i++)
        {
            _free.Add(Connect());
            var profiling = Connect();
            Run(profiling, "PRAGMA enable_profiling = 'no_output'");
            _freeProfiling.Add(profiling);
        }
        var folders = options.AllowedFolders.Prepend(options.WarehouseFolder).Append(options.TemporaryFolder)
            .Select(f => Identifiers.Literal(f.TrimEnd('/') + "/"));
        Run(
            _all[0],
            $"SET GLOBAL TimeZone = {Identifiers.Literal(options.TimeZone)}",
            "SET GLOBAL parquet_metadata_cache = true",
            // Files of tables never change: a footer that was read once needs no look whether it is still the file's.
            "SET GLOBAL validate_external_file_cache = 'NO_VALIDATION'",
            $"SET GLOBAL home_directory = {Identifiers.Literal(Path.Combine(options.TemporaryFolder, "home"))}",
            $"SET GLOBAL allowed_directories = [{string.Join(", ", folders)}]",
            "SET GLOBAL enable_external_access = false",
            "SET GLOBAL lock_configuration = true");
    }

    Connection Connect()
    {
        var connection = _instance.Connect();
        _all.Add(connection);
        Run(connection, "SET enable_progress_bar = true", "SET enable_progress_bar_print = false", "SET progress_bar_time = 0");
        return connection;
    }

    static void Run(Connection connection, params ReadOnlySpan<string> statements)
    {
        foreach (var statement in statements) _ = connection.Execute(statement, CancellationToken.None);
    }
}
