using System.Collections.Immutable;
using Tarn.Engine.Loading;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Security.Identity;

namespace Tarn.Engine.Tests.Loading;

public sealed class TableLoadTests : IAsyncDisposable
{
    static readonly TableIdentifier Target = new("main", "t");
    readonly TestLakehouse lake = new();

    [Fact]
    public async Task Appended_rows_create_the_table_and_bring_new_columns()
    {
        _ = await LoadAsync("SELECT 1 AS id, {'a': 1} AS s", new LoadMode.Append());
        var outcome = await LoadAsync("SELECT 2::BIGINT AS id, {'a': 2, 'b': 'x'} AS s, DATE '2026-01-01' AS day", new LoadMode.Append());
        Assert.Equal(1, outcome.Rows);
        Assert.Equal("1|1||;2|2|x|2026-01-01", await RowsAsync("id, s.a, s.b, day::varchar"));
        Assert.Equal("long", outcome.Table.Schema.FindField("id")!.Type.ToString());
    }

    [Fact]
    public async Task A_column_that_cannot_hold_the_values_is_refused_and_the_table_stays()
    {
        _ = await LoadAsync("SELECT 1 AS id, 1 AS n", new LoadMode.Append());
        var error = await Assert.ThrowsAsync<EngineException>(() => LoadAsync("SELECT 2 AS id, 'x' AS n", new LoadMode.Append()));
        Assert.Contains("\"n\" is int", error.Message, StringComparison.Ordinal);
        Assert.Equal("1|1", await RowsAsync("id, n"));
    }

    [Fact]
    public async Task Overwrite_leaves_only_the_new_rows_and_the_history()
    {
        _ = await LoadAsync("SELECT range AS id FROM range(10)", new LoadMode.Append());
        var outcome = await LoadAsync("SELECT 7::BIGINT AS id", new LoadMode.Overwrite());
        Assert.Equal("7", await RowsAsync("id"));
        Assert.Equal(2, outcome.Table.Metadata.Snapshots.Length);
    }

    [Fact]
    public async Task Replace_exchanges_what_an_earlier_version_of_a_source_gave()
    {
        _ = await LoadAsync("SELECT * FROM (VALUES (1, 'a.csv'), (2, 'b.csv'), (3, NULL)) v(id, f)", new LoadMode.Append());
        _ = await LoadAsync("SELECT 9 AS id, 'a.csv' AS f", new LoadMode.Replace("f", ["a.csv"]));
        Assert.Equal("2|b.csv;3|;9|a.csv", await RowsAsync("id, f"));
    }

    [Fact]
    public async Task Upsert_replaces_by_key_adds_the_others_and_leaves_untouched_files_alone()
    {
        _ = await LoadAsync("SELECT range AS id, range % 4 AS part, 1 AS value FROM range(1000)", new LoadMode.Upsert(["id"], []), "part");
        var before = await PathsAsync();
        _ = await LoadAsync("SELECT 2::BIGINT AS id, 2::BIGINT AS part, 20 AS value UNION ALL SELECT 5000, 9, 50", new LoadMode.Upsert(["id"], []));
        Assert.Equal(before.Length - 1, before.Intersect(await PathsAsync()).Count());
        Assert.Equal("1001|1001|1069", await RowsAsync("count(*), count(DISTINCT id), sum(value)"));
    }

    [Fact]
    public async Task A_row_moves_to_the_partition_of_its_new_values_and_null_keys_are_equal()
    {
        _ = await LoadAsync("SELECT NULL::BIGINT AS id, 'a' AS part, 1 AS value", new LoadMode.Upsert(["id"], []), "part");
        _ = await LoadAsync("SELECT NULL::BIGINT AS id, 'b' AS part, 2 AS value", new LoadMode.Upsert(["id"], []));
        Assert.Equal("|b|2", await RowsAsync("id, part, value"));
    }

    [Fact]
    public async Task The_greatest_order_wins_within_the_load_and_against_the_table()
    {
        var mode = new LoadMode.Upsert(["id"], ["seen"]);
        _ = await LoadAsync("SELECT * FROM (VALUES (1, 5, 'e'), (1, 7, 'g'), (2, 4, 'd')) v(id, seen, name)", mode);
        _ = await LoadAsync("SELECT * FROM (VALUES (1, 6, 'late'), (2, 4, 'same'), (3, NULL, 'new')) v(id, seen, name)", mode);
        Assert.Equal("1|g;2|same;3|new", await RowsAsync("id, name"));
    }

    [Fact]
    public async Task A_key_that_comes_twice_without_an_order_is_refused()
    {
        var error = await Assert.ThrowsAsync<EngineException>(() => LoadAsync("SELECT 1 AS id, range AS v FROM range(2)", new LoadMode.Upsert(["id"], [])));
        Assert.Equal(EngineErrorKind.InvalidInput, error.Kind);
    }

    [Fact]
    public async Task A_key_must_be_a_column()
    {
        var error = await Assert.ThrowsAsync<EngineException>(() => LoadAsync("SELECT 1 AS id", new LoadMode.Upsert(["nope"], [])));
        Assert.Equal(EngineErrorKind.Binding, error.Kind);
    }

    [Fact]
    public async Task Upserts_at_the_same_time_lose_no_row_and_repeat_no_key()
    {
        _ = await LoadAsync("SELECT 0::BIGINT AS id, 0::BIGINT AS value", new LoadMode.Append());
        await Task.WhenAll(Enumerable.Range(1, 4).Select(n => LoadAsync($"SELECT range AS id, {n}::BIGINT AS value FROM range({n * 2})", new LoadMode.Upsert(["id"], []))));
        Assert.Equal("8|8", await RowsAsync("count(*), count(DISTINCT id)"));
    }

    public ValueTask DisposeAsync() => lake.DisposeAsync();

    async Task<LoadOutcome> LoadAsync(string rows, LoadMode mode, params ImmutableArray<string> partitionBy)
    {
        using var connection = lake.Lakehouse.Trusted.Connect();
        return await new TableLoad(lake.Lakehouse, Principal.Local("test")).RunAsync(connection, new LoadRequest(Target, rows, mode) { PartitionBy = partitionBy }, default);
    }

    async Task<string> RowsAsync(string columns)
    {
        var answer = await lake.RunAsync($"SELECT {columns} FROM main.t ORDER BY ALL");
        return string.Join(';', answer.Rows.Select(r => string.Join('|', r.Select(v => $"{v}"))));
    }

    async Task<string[]> PathsAsync()
    {
        var table = await lake.Lakehouse.Catalog.LoadTableAsync(Target, default);
        return [.. (await new Tarn.Iceberg.Scans.TableScan(table.Metadata, table.Store).PlanAsync(default)).Tasks.Select(t => t.File.FilePath)];
    }
}
