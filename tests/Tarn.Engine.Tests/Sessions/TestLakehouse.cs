using Tarn.Engine.Results;
using Tarn.Engine.Sessions;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Storage.Catalogs;
using Tarn.Storage.Local;
using Tarn.Storage.State;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Engine.Tests.Sessions;

/// <summary>A lakehouse of a test's own, in a temporary folder: the real catalog, store and executor.</summary>
public sealed class TestLakehouse : IAsyncDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly StateDatabase _state;

    /// <param name="change">Other options.</param>
    /// <param name="time">Another clock.</param>
    /// <param name="plan">What goes wrong, once it is armed.</param>
    public TestLakehouse(Func<LakehouseOptions, LakehouseOptions>? change = null, TimeProvider? time = null, FaultPlan? plan = null)
    {
        var options = new LakehouseOptions { WarehouseFolder = _folder.File("warehouse"), TemporaryFolder = _folder.File("tmp") };
        options = change?.Invoke(options) ?? options;
        Directory.CreateDirectory(options.WarehouseFolder);
        var local = new LocalObjectStore(new AllowedLocations(options.WarehouseFolder, options.AllowedFolders));
        _state = StateDatabase.OpenAsync(_folder.File("state.db"), CancellationToken.None).GetAwaiter().GetResult();
        var catalog = new SqliteCatalog("tarn", _state, local, $"file://{options.WarehouseFolder}", time ?? TimeProvider.System);
        IObjectStore store = plan is null ? local : new FaultingObjectStore(local, plan);
        Catalog = new FaultingCatalog(catalog, store, plan ?? FaultPlan.None);
        Lakehouse = new Lakehouse(Catalog, store, new RoleAuthorizer(), options, time ?? TimeProvider.System);
        Session = Lakehouse.OpenSession(Principal.Local("test"));
    }

    public Lakehouse Lakehouse { get; }

    public FaultingCatalog Catalog { get; }

    public Session Session { get; }

    public string WarehouseFolder => Lakehouse.Options.WarehouseFolder;

    /// <summary>Runs a statement and reads its rows.</summary>
    public Task<Answer> RunAsync(string sql, params object?[] parameters) => RunAsync(Session, sql, parameters);

    public static async Task<Answer> RunAsync(Session session, string sql, params object?[] parameters)
    {
        await using var result = await session.ExecuteAsync(sql, StatementParameters.Of(parameters), null, CancellationToken.None);
        var rows = new List<object?[]>();
        await foreach (var batch in result.Batches)
            for (var row = 0; row < batch.RowCount; row++)
                rows.Add([.. Enumerable.Range(0, batch.Schema.Columns.Length).Select(c => ColumnValue.Read(batch.Column(c), row))]);
        return new Answer(result, rows);
    }

    /// <summary>Makes a table of main from a query of the trusted instance, which may read files.</summary>
    public async Task LoadAsync(string table, string query)
    {
        using var connection = Lakehouse.Trusted.Connect();
        using var prepared = connection.Prepare(query);
        var ids = new ColumnIds();
        var fields = prepared.Columns.Select(c => new NestedField(ids.Next(), c.Name, ColumnTypes.Of(c.Type, ids)!)).ToArray();
        var creation = new TableCreation(new TableIdentifier("main", table), new Schema(0, new StructType([.. fields])));
        var created = await Lakehouse.Catalog.CreateTableAsync(creation, CancellationToken.None);
        await using var written = await new DataWriter(Lakehouse.Store, WarehouseFolder).WriteAsync(connection, new WriteRequest(created.Metadata, query), CancellationToken.None);
        written.Keep();
        Assert.IsType<CommitOutcome.Committed>(
            await SnapshotCommit.RunAsync(created, SnapshotChange.Append(written.Files), TimeProvider.System, CancellationToken.None));
    }

    /// <summary>The error that a statement gives.</summary>
    public Task<EngineException> FailAsync(string sql, params object?[] parameters) =>
        Assert.ThrowsAsync<EngineException>(() => RunAsync(sql, parameters));

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await Lakehouse.DisposeAsync();
        _state.Dispose();
        _folder.Dispose();
    }

    public sealed record Answer(StatementResult Result, IReadOnlyList<object?[]> Rows)
    {
        public object? Single => Assert.Single(Assert.Single(Rows));
    }
}
