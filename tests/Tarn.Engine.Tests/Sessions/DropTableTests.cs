namespace Tarn.Engine.Tests.Sessions;

public sealed class DropTableTests
{
    [Fact]
    public async Task Purge_deletes_the_tables_files_and_its_statistics_and_nothing_else()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("CREATE NAMESPACE main");
        await lakehouse.RunAsync("CREATE TABLE main.kept AS SELECT 1 AS id");
        await lakehouse.RunAsync("CREATE TABLE main.gone (id INTEGER) PARTITIONED BY (id) TBLPROPERTIES ('write.delete.mode' = 'merge-on-read')");
        await lakehouse.RunAsync("INSERT INTO main.gone SELECT n % 2 FROM range(10) AS r(n)");
        await lakehouse.RunAsync("ANALYZE TABLE main.gone");
        await lakehouse.RunAsync("CALL tarn.system.compute_partition_stats('main.gone')");
        Assert.Contains(Files(lakehouse), f => f.EndsWith(".stats", StringComparison.Ordinal));
        var answer = await lakehouse.RunAsync("DROP TABLE main.gone PURGE");
        Assert.Contains("files deleted", answer.Result.Message, StringComparison.Ordinal);
        Assert.All(Files(lakehouse), f => Assert.Contains("/main/kept", f, StringComparison.Ordinal));
        Assert.Equal(1L, (await lakehouse.RunAsync("SELECT count(*) FROM main.kept")).Single);
        Assert.Equal(EngineErrorKind.NotFound, (await lakehouse.FailAsync("DROP TABLE main.gone PURGE")).Kind);
        await lakehouse.RunAsync("DROP TABLE IF EXISTS main.gone PURGE");
    }

    [Fact]
    public async Task A_dropped_tables_files_stay_otherwise()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("CREATE NAMESPACE main");
        await lakehouse.RunAsync("CREATE TABLE main.t AS SELECT 1 AS id");
        var before = Files(lakehouse);
        await lakehouse.RunAsync("DROP TABLE main.t");
        Assert.Equal(before, Files(lakehouse));
    }

    static string[] Files(TestLakehouse lakehouse) => [.. Directory.GetFiles(lakehouse.WarehouseFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
