using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Statistics;

namespace Tarn.Engine.Tests.Statistics;

public sealed class AnalyzeTests
{
    [Fact]
    public async Task Counts_the_different_values_of_every_type()
    {
        await using var lakehouse = await NewAsync();
        await lakehouse.RunAsync("""
            CREATE TABLE main.t (l BIGINT, i INTEGER, b BOOLEAN, f FLOAT, d DOUBLE, s VARCHAR, bin BINARY, u UUID, day DATE, t TIME, ts TIMESTAMP, tz TIMESTAMPTZ, d4 DECIMAL(4,1), d9 DECIMAL(9,2), d18 DECIMAL(18,3), d38 DECIMAL(38,4),
                st STRUCT<x INTEGER, "y.z" VARCHAR>, tags VARCHAR[]) PARTITIONED BY (b)
            """);
        await lakehouse.RunAsync("""
            INSERT INTO main.t SELECT n, n % 10, n % 2 = 0, n % 7, n / 3, 'v' || (n % 20), encode('b' || (n % 6)), md5('u' || (n % 9))::UUID, DATE '2000-01-01' + (n % 30)::INTEGER, TIME '00:00:00' + INTERVAL (n % 12) MINUTE,
                TIMESTAMP '2000-01-01' + INTERVAL (n % 40) HOUR, TIMESTAMPTZ '2000-01-01 00:00:00+00' + INTERVAL (n % 41) HOUR, (n % 5 - 2) * 0.5, (n % 300 - 150) * 1.25, n * -1.5, n * 10000000000000000000.5,
                {'x': n % 3, 'y.z': 'q' || (n % 4)}, ['a'] FROM (SELECT CASE WHEN n < 1000 THEN n END AS n FROM range(1010) AS r(n))
            """);
        var answer = await lakehouse.RunAsync("ANALYZE TABLE main.t");
        Assert.Equal(
            [
                "l=1000", "i=10", "b=2", "f=7", "d=1000", "s=20", "bin=6", "u=9", "day=30", "t=12", "ts=40", "tz=41", "d4=5", "d9=300", "d18=1000", "d38=1000",
            ],
            answer.Rows.Select(r => $"{r[0]}={r[1]}"));
        var nested = await lakehouse.RunAsync("ANALYZE TABLE main.t COMPUTE STATISTICS FOR COLUMNS st.x, S, st.\"y.z\"");
        Assert.Equal(["st.x=3", "s=20", "st.y.z=4"], nested.Rows.Select(r => $"{r[0]}={r[1]}"));
    }

    [Fact]
    public async Task The_file_is_the_snapshots_and_says_what_the_rows_are_without_deleted_ones()
    {
        await using var lakehouse = await NewAsync();
        await lakehouse.RunAsync("CREATE TABLE main.t (id BIGINT, name VARCHAR) TBLPROPERTIES ('write.delete.mode' = 'merge-on-read')");
        Assert.Empty((await lakehouse.RunAsync("ANALYZE TABLE main.t")).Rows);
        Assert.Empty((await lakehouse.RunAsync("CALL tarn.system.compute_table_stats('main.t')")).Rows);
        await lakehouse.RunAsync("INSERT INTO main.t SELECT n, 'n' || (n % 50) FROM range(30000) AS r(n)");
        var first = (await TableAsync(lakehouse)).CurrentSnapshot!;
        await lakehouse.RunAsync("DELETE FROM main.t WHERE id >= 100");
        var second = (await TableAsync(lakehouse)).CurrentSnapshot!;

        var file = (string)(await lakehouse.RunAsync("CALL tarn.system.compute_table_stats(table => 'main.t', columns => array('id', 'name'))")).Single!;
        _ = await lakehouse.RunAsync($"CALL tarn.system.compute_table_stats(table => 'main.t', snapshot_id => {first.SnapshotId}, columns => ['ID'])");
        var table = await TableAsync(lakehouse);
        Assert.Equal(new Dictionary<int, long> { [1] = 100, [2] = 50 }, table.Metadata.DistinctCounts(second.SnapshotId));
        Assert.InRange(Assert.Single(table.Metadata.DistinctCounts(first.SnapshotId)).Value, 28_500, 31_500);
        var registered = Assert.Single(table.Metadata.Statistics, s => s.SnapshotId == second.SnapshotId);
        Assert.Equal(file, registered.StatisticsPath);
        Assert.Equal(second.SequenceNumber, registered.BlobMetadata[0].SequenceNumber);
        var sketches = await TableStatistics.ReadAsync(table.Store, registered, CancellationToken.None);
        Assert.Equal(100, sketches[1].Estimate);

        // What was counted last holds until there is something newer.
        await lakehouse.RunAsync("INSERT INTO main.t VALUES (1, 'x')");
        Assert.Equal(table.Metadata.DistinctCounts(second.SnapshotId), (await TableAsync(lakehouse)).Metadata.LatestDistinctCounts());

        // The same rows give the same bytes, also where not every hash is kept.
        var before = Assert.Single(table.Metadata.Statistics, s => s.SnapshotId == first.SnapshotId);
        _ = await lakehouse.RunAsync($"CALL tarn.system.compute_table_stats('main.t', {first.SnapshotId}, array('id'))");
        var again = Assert.Single((await TableAsync(lakehouse)).Metadata.Statistics, s => s.SnapshotId == first.SnapshotId);
        Assert.NotEqual(before.StatisticsPath, again.StatisticsPath);
        Assert.Equal((await table.Store.ReadAsync(before.StatisticsPath, CancellationToken.None)).ToArray(), (await table.Store.ReadAsync(again.StatisticsPath, CancellationToken.None)).ToArray());
    }

    [Fact]
    public async Task A_branch_is_counted_in_its_own_state()
    {
        await using var lakehouse = await NewAsync();
        await lakehouse.RunAsync("CREATE TABLE main.t AS SELECT n FROM range(10) AS r(n)");
        await lakehouse.RunAsync("ALTER TABLE main.t CREATE BRANCH audit");
        await lakehouse.RunAsync("INSERT INTO main.t.branch_audit VALUES (100)");
        Assert.Equal(11L, (await lakehouse.RunAsync("ANALYZE TABLE main.t.branch_audit")).Rows[0][1]);
        Assert.Equal(10L, (await lakehouse.RunAsync("ANALYZE TABLE main.t")).Rows[0][1]);
        Assert.Equal(2, (await TableAsync(lakehouse)).Metadata.Statistics.Length);
    }

    [Theory]
    [InlineData("ANALYZE TABLE main.t FOR COLUMNS a", EngineErrorKind.Syntax)]
    [InlineData("ANALYZE TABLE main.t COMPUTE STATISTICS FOR COLUMNS nothing", EngineErrorKind.Binding)]
    [InlineData("ANALYZE TABLE main.t COMPUTE STATISTICS FOR COLUMNS tags", EngineErrorKind.InvalidInput)]
    [InlineData("ANALYZE TABLE main.t COMPUTE STATISTICS FOR COLUMNS tags.element", EngineErrorKind.InvalidInput)]
    [InlineData("ANALYZE TABLE main.t COMPUTE STATISTICS NOSCAN", EngineErrorKind.NotSupported)]
    [InlineData("ANALYZE TABLE main.gone", EngineErrorKind.NotFound)]
    [InlineData("CALL tarn.system.compute_table_stats('main.t', 1)", EngineErrorKind.NotFound)]
    [InlineData("CALL tarn.system.compute_table_stats(table => 'main.t', columns => array())", EngineErrorKind.InvalidInput)]
    [InlineData("CALL tarn.system.compute_table_stats(table => 'main.t', columns => 'a')", EngineErrorKind.InvalidInput)]
    public async Task What_cannot_be_counted_is_said_and_nothing_is_left(string sql, EngineErrorKind kind)
    {
        await using var lakehouse = await NewAsync();
        await lakehouse.RunAsync("CREATE TABLE main.t (a INTEGER, tags VARCHAR[])");
        await lakehouse.RunAsync("INSERT INTO main.t VALUES (1, ['x'])");
        Assert.Equal(kind, (await lakehouse.FailAsync(sql)).Kind);
        Assert.Empty((await TableAsync(lakehouse)).Metadata.Statistics);
        Assert.Empty(Directory.GetFiles(lakehouse.WarehouseFolder, "*.stats", SearchOption.AllDirectories));
    }

    static async Task<TestLakehouse> NewAsync()
    {
        var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("CREATE NAMESPACE main");
        return lakehouse;
    }

    static Task<Table> TableAsync(TestLakehouse lakehouse) => lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", "t"), CancellationToken.None);
}
