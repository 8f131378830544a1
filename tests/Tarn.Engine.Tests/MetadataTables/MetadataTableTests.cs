using Tarn.Engine.MetadataTables;
using Tarn.Engine.Tests.Sessions;
using Tarn.Engine.Tests.Writes;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Tests.MetadataTables;

public sealed class MetadataTableTests : IAsyncLifetime
{
    readonly TestLakehouse _lakehouse = new();

    public async Task InitializeAsync()
    {
        await _lakehouse.RunAsync("CREATE NAMESPACE main");
        await _lakehouse.RunAsync("CREATE TABLE t (id BIGINT, d DATE) PARTITIONED BY (d)");
        await _lakehouse.RunAsync("INSERT INTO t VALUES (1, '2024-01-01'), (2, '2024-01-02'), (3, '2024-01-02')");
        await _lakehouse.RunAsync("INSERT INTO t VALUES (4, '2024-01-03')");
    }

    public Task DisposeAsync() => _lakehouse.DisposeAsync().AsTask();

    [Theory]
    [InlineData("SELECT count(*) FROM t.files", 3L)]
    [InlineData("SELECT count(*) FROM main.t.files", 3L)]
    [InlineData("SELECT count(*) FROM tarn.main.t.files AS f WHERE f.record_count = 1", 2L)]
    [InlineData("SELECT sum(record_count)::BIGINT FROM t.partitions", 4L)]
    [InlineData("SELECT count(*) FROM t.snapshots s JOIN t.history h ON s.snapshot_id = h.snapshot_id", 2L)]
    [InlineData("SELECT count(*) FROM t JOIN t.files f ON t._file = f.file_path WHERE f.partition.d = DATE '2024-01-02'", 2L)]
    [InlineData("SELECT max(readable_metrics.id.upper_bound) FROM t.data_files", 4L)]
    [InlineData("SELECT count(*) FROM t.position_deletes", 0L)]
    [InlineData("SELECT count(*) FROM t.delete_files", 0L)]
    [InlineData("SELECT count(*) FROM (DESCRIBE SELECT * FROM t.metadata_log_entries)", 5L)]
    public async Task They_are_tables_like_others(string sql, long expected) => Assert.Equal(expected, (await _lakehouse.RunAsync(sql)).Single);

    [Fact]
    public async Task They_show_the_state_that_time_travel_asks_for()
    {
        var first = (long)(await _lakehouse.RunAsync("SELECT min_by(snapshot_id, committed_at) FROM t.snapshots")).Single!;
        Assert.Equal(2L, (await _lakehouse.RunAsync($"SELECT count(*) FROM t.files AT (VERSION => {first})")).Single);
        Assert.Equal(2L, (await _lakehouse.RunAsync($"SELECT count(*) FROM t.partitions VERSION AS OF {first}")).Single);
        Assert.Equal(2L, (await _lakehouse.RunAsync($"SELECT count(*) FROM t.snapshots AT (VERSION => {first})")).Single);
    }

    [Fact]
    public async Task Empty_texts_are_bounds_of_partitions_and_tables_with_variants_have_position_deletes()
    {
        await _lakehouse.RunAsync("CREATE TABLE e (id BIGINT, s VARCHAR, v VARIANT, l ARRAY<STRUCT<v VARIANT>>) PARTITIONED BY (s) TBLPROPERTIES ('format-version' = '3')");
        await _lakehouse.RunAsync("INSERT INTO e (id, s) VALUES (1, ''), (2, ''), (3, '')");
        await _lakehouse.RunAsync("DELETE FROM e WHERE id = 2");
        Assert.Equal("['', '']", (await _lakehouse.RunAsync("SELECT [partition_summaries[1].lower_bound, partition_summaries[1].upper_bound]::VARCHAR FROM e.manifests WHERE content = 0")).Single);
        Assert.Equal(1L, (await _lakehouse.RunAsync("SELECT count(*) FROM (SELECT * FROM e.position_deletes) WHERE pos = 1 AND row IS NULL")).Single);
    }

    [Fact]
    public async Task Snapshots_of_very_old_writers_have_no_summary()
    {
        using var table = new WritingTable(new Schema(0, new StructType([new NestedField(1, "id", IcebergType.Int)])));
        var snapshots = HistoryTables.Snapshots(table.Metadata with { Snapshots = [new Snapshot(7, null, 0, 1)] });
        Assert.Equal([1000L, 7L, null, null, null, null], Assert.Single(await snapshots.Rows.ToListAsync()));
    }

    [Fact]
    public async Task A_table_that_is_really_named_so_goes_first()
    {
        await _lakehouse.RunAsync("CREATE NAMESPACE t");
        await _lakehouse.RunAsync("CREATE TABLE t.files (own INTEGER)");
        Assert.Equal(0L, (await _lakehouse.RunAsync("SELECT count(own) FROM t.files")).Single);
    }

    [Fact]
    public async Task Nothing_is_left_behind_and_a_wrong_name_is_not_found()
    {
        await _lakehouse.RunAsync("SELECT * FROM t.files");
        using var connection = _lakehouse.Lakehouse.Sandbox.Instance.Connect();
        Assert.Equal("0", connection.Scalar("SELECT count(*)::VARCHAR FROM duckdb_tables()", null, default));
        Assert.Equal(EngineErrorKind.NotFound, (await _lakehouse.FailAsync("SELECT * FROM t.nothing")).Kind);
        Assert.Equal(EngineErrorKind.NotFound, (await _lakehouse.FailAsync("SELECT * FROM missing.files")).Kind);
    }

    [Fact]
    public async Task A_table_without_snapshots_has_empty_ones()
    {
        await _lakehouse.RunAsync("CREATE TABLE empty (id BIGINT)");
        foreach (var name in Engine.MetadataTables.MetadataTableNames.All.Where(n => n != "metadata_log_entries"))
            Assert.Empty((await _lakehouse.RunAsync($"SELECT * FROM empty.{name}")).Rows);
    }
}
