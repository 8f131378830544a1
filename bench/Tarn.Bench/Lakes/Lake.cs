using Tarn.Engine.Loading;
using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Storage;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Storage.Catalogs;
using Tarn.Storage.Local;
using Tarn.Storage.State;

namespace Tarn.Bench.Lakes;

/// <summary>Side A: Tarn as a process has it, with tables in a folder of the benchmark's own, which goes when it ends.</summary>
sealed class Lake : IQuerySide, IAsyncDisposable
{
    readonly StateDatabase _state;
    readonly Session _session;
    readonly string _folder;

    Lake(string folder, StateDatabase state, Lakehouse lakehouse)
    {
        (_folder, _state, Lakehouse) = (folder, state, lakehouse);
        _session = lakehouse.OpenSession(User);
    }

    public static Principal User { get; } = Principal.Local("benchmark");

    public Lakehouse Lakehouse { get; }

    public static async Task<Lake> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var options = new LakehouseOptions { WarehouseFolder = Path.Combine(folder, "warehouse"), TemporaryFolder = Path.Combine(folder, "tmp") };
        _ = Directory.CreateDirectory(options.WarehouseFolder);
        var store = new LocalObjectStore(new AllowedLocations(options.WarehouseFolder, options.AllowedFolders));
        var state = await StateDatabase.OpenAsync(Path.Combine(folder, "state.db"), cancellationToken).ConfigureAwait(false);
        var catalog = new SqliteCatalog("tarn", state, store, Location.OfLocalPath(options.WarehouseFolder).ToString(), TimeProvider.System);
        return new Lake(folder, state, new Lakehouse(catalog, store, new RoleAuthorizer(), options, TimeProvider.System));
    }

    /// <summary>Makes the table <c>main.NAME</c> of a query of the trusted instance.</summary>
    public async Task LoadAsync(Connection connection, string name, string rows, string? partitionBy, CancellationToken cancellationToken)
    {
        var request = new LoadRequest(new TableIdentifier("main", name), rows, new LoadMode.Append()) { PartitionBy = partitionBy is null ? [] : [partitionBy] };
        _ = await new TableLoad(Lakehouse, User).RunAsync(connection, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The data files of a table of <c>main</c>, which side B reads too.</summary>
    public string[] FilesOf(string name) =>
        [.. Directory.EnumerateFiles(Path.Combine(Lakehouse.Options.WarehouseFolder, "main", name, "data"), "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public async Task<long> RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var result = await _session.ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
        var rows = 0L;
        await foreach (var batch in result.Batches.ConfigureAwait(false)) rows += batch.RowCount;
        return rows;
    }

    public async Task<string> AnswerAsync(string sql, CancellationToken cancellationToken)
    {
        await using var result = await _session.ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
        return await Answers.DigestAsync(result.Batches).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync().ConfigureAwait(false);
        await Lakehouse.DisposeAsync().ConfigureAwait(false);
        _state.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
