using System.Collections.Immutable;
using Tarn.Engine.Scans;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Writes;

public sealed class CopyOnWriteTests : IDisposable
{
    static readonly Schema Columns = new(0, new StructType(
        new NestedField(1, "id", IcebergType.Long), new NestedField(2, "part", IcebergType.String), new NestedField(3, "value", IcebergType.Int)));

    readonly TemporaryFolder _folder = new();
    readonly Results.Engine _engine = new();
    readonly LocalStore _store = new();
    readonly InMemoryCatalog _catalog;
    readonly ScanBuilder _scans;
    readonly CopyOnWrite _writes;

    public CopyOnWriteTests()
    {
        TransformFunctions.Install(_engine.Instance);
        _catalog = new InMemoryCatalog("test", _store, Location.OfLocalPath(_folder.Path).ToString(), TimeProvider.System);
        _scans = new ScanBuilder(_store, ScanFunctions.Install(_engine.Instance));
        _writes = new CopyOnWrite(_scans, new DataWriter(_store, _folder.Path), TimeProvider.System);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Replaces_rows_by_key_adds_the_others_and_leaves_untouched_files_alone()
    {
        var table = await CreateAsync();
        table = await UpsertAsync(table, "SELECT range AS id, 'p' || range % 4 AS part, 1 AS value FROM range(1000)", inserted: 1000, updated: 0, files: 0);
        var before = await PathsAsync(table);
        table = await UpsertAsync(table, "SELECT 2 AS id, 'p2' AS part, 20 AS value UNION ALL SELECT 5000, 'p9', 50", inserted: 1, updated: 1, files: 1);
        var after = await PathsAsync(table);
        Assert.Equal(before.Length - 1, before.Intersect(after).Count());
        Assert.Equal("{\"n\":1001,\"ids\":1001,\"s\":\"1069\"}\n", await JsonAsync(table, "SELECT count(*) AS n, count(DISTINCT id) AS ids, sum(value)::VARCHAR AS s FROM t"));
    }

    [Fact]
    public async Task A_row_moves_to_the_partition_of_its_new_values_and_null_keys_are_equal()
    {
        var table = await UpsertAsync(await CreateAsync(), "SELECT null::bigint AS id, 'a' AS part, 1 AS value", 1, 0, 0);
        table = await UpsertAsync(table, "SELECT null::bigint AS id, 'b' AS part, 2 AS value", 0, 1, 1);
        Assert.Equal("{\"id\":null,\"part\":\"b\",\"value\":2}\n", await JsonAsync(table, "SELECT * FROM t"));
    }

    [Fact]
    public async Task Of_rows_with_one_key_the_order_says_which_stays_and_without_one_they_are_refused()
    {
        var table = await CreateAsync();
        const string Rows = "SELECT * FROM (VALUES (1, 'a', 1), (1, 'a', 3), (1, 'a', 2)) t(id, part, value)";
        var error = await Assert.ThrowsAsync<EngineException>(() => _writes.UpsertAsync(_engine.Instance, new UpsertRequest(table, ["id"], Rows), default));
        Assert.Equal(EngineErrorKind.InvalidInput, error.Kind);
        _ = await _writes.UpsertAsync(_engine.Instance, new UpsertRequest(table, ["id"], Rows) { KeepFirstBy = "value DESC" }, default);
        Assert.Equal("{\"id\":1,\"part\":\"a\",\"value\":3}\n", await JsonAsync(await table.RefreshAsync(default), "SELECT * FROM t"));
    }

    [Fact]
    public async Task Two_upserts_of_the_same_state_never_both_add_a_key()
    {
        var table = await UpsertAsync(await CreateAsync(), "SELECT 1 AS id, 'a' AS part, 1 AS value", 1, 0, 0);
        _ = await UpsertAsync(table, "SELECT 2 AS id, 'a' AS part, 2 AS value", 1, 0, 0);
        var second = await _writes.UpsertAsync(_engine.Instance, new UpsertRequest(table, ["id"], "SELECT 2 AS id, 'a' AS part, 3 AS value"), default);
        Assert.IsType<CommitOutcome.Conflict>(second.Commit);
        Assert.Equal("{\"id\":2,\"value\":2}\n", await JsonAsync(await table.RefreshAsync(default), "SELECT id, value FROM t WHERE id = 2"));
    }

    [Fact]
    public async Task No_rows_make_no_commit()
    {
        var outcome = await _writes.UpsertAsync(_engine.Instance, new UpsertRequest(await CreateAsync(), ["id"], "SELECT 1 AS id WHERE false"), default);
        Assert.Null(outcome.Commit);
    }

    [Fact]
    public async Task A_key_must_be_a_column()
    {
        var table = await CreateAsync();
        var error = await Assert.ThrowsAsync<EngineException>(() => _writes.UpsertAsync(_engine.Instance, new UpsertRequest(table, ["nope"], "SELECT 1 AS id"), default));
        Assert.Equal(EngineErrorKind.Binding, error.Kind);
    }

    async Task<Table> CreateAsync()
    {
        await _catalog.CreateNamespaceAsync(new Namespace("ns"), ImmutableSortedDictionary<string, string>.Empty, default);
        var spec = new PartitionSpec(0, [new PartitionField(2, 1000, "part", Transform.Identity)]);
        return await _catalog.CreateTableAsync(new TableCreation(new TableIdentifier("ns", "t"), Columns) { Spec = spec }, default);
    }

    async Task<Table> UpsertAsync(Table table, string rows, long inserted, long updated, int files)
    {
        var outcome = await _writes.UpsertAsync(_engine.Instance, new UpsertRequest(table, ["id"], rows), default);
        _ = Assert.IsType<CommitOutcome.Committed>(outcome.Commit);
        Assert.Equal((inserted, updated, files), (outcome.Inserted, outcome.Updated, outcome.FilesRewritten));
        return await table.RefreshAsync(default);
    }

    async Task<string[]> PathsAsync(Table table) =>
        [.. (await new Tarn.Iceberg.Scans.TableScan(table.Metadata, _store).PlanAsync(default)).Tasks.Select(t => t.File.FilePath)];

    async Task<string> JsonAsync(Table table, string select)
    {
        var plan = await new Tarn.Iceberg.Scans.TableScan(table.Metadata, _store).PlanAsync(default);
        using var helper = _engine.Instance.Connect();
        using var scan = await _scans.BuildAsync(table.Metadata, plan, helper, ScanOptions.Default, default);
        return await _engine.JsonAsync($"WITH t AS ({scan.Sql}) {select}", asLines: true);
    }
}
