using Tarn.Engine.Statistics;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Statistics;

namespace Tarn.Engine.Tests.Statistics;

public sealed class PartitionStatisticsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_carried_on_is_what_counting_anew_gives(int version)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("CREATE NAMESPACE main");
        await lakehouse.RunAsync($"""
            CREATE TABLE main.t (id BIGINT, region VARCHAR, price DECIMAL(9,2)) PARTITIONED BY (region, truncate(1000, price))
            TBLPROPERTIES ('format-version' = '{version}', 'write.delete.mode' = 'merge-on-read', 'write.update.mode' = 'copy-on-write')
            """);
        Assert.Empty((await lakehouse.RunAsync("CALL tarn.system.compute_partition_stats('main.t')")).Rows);
        await lakehouse.RunAsync("INSERT INTO main.t SELECT n, CASE WHEN n % 3 > 0 THEN 'r' || (n % 3) END, n / 4 FROM range(60) AS r(n)");
        var first = (string)(await lakehouse.RunAsync("CALL tarn.system.compute_partition_stats('main.t')")).Single!;
        Assert.Equal(first, (await lakehouse.RunAsync("CALL tarn.system.compute_partition_stats('main.t')")).Single);

        await lakehouse.RunAsync("DELETE FROM main.t WHERE id IN (1, 2, 33)");
        await lakehouse.RunAsync("UPDATE main.t SET id = id + 1000 WHERE region = 'r1'");
        await lakehouse.RunAsync("DELETE FROM main.t WHERE region = 'r2' AND price < 10");
        await lakehouse.RunAsync("ALTER TABLE main.t ADD PARTITION FIELD bucket(4, id)");
        await lakehouse.RunAsync("INSERT INTO main.t VALUES (7, 'r1', 1), (8, NULL, NULL)");
        _ = await lakehouse.RunAsync("CALL tarn.system.compute_partition_stats('main.t')");
        var table = await TableAsync(lakehouse);
        var snapshot = table.CurrentSnapshot!;
        var counted = await new PartitionCounting(table.Metadata, table.Store).CountAsync(snapshot, CancellationToken.None);
        // The partitions got another field: the old file's rows are of another shape, and all was counted anew.
        Assert.Equal(counted, await ReadAsync(lakehouse, table, snapshot));
        Assert.Equal(2, counted.Count(r => r.Partition[2] is not null));
        Assert.Equal(2, table.Metadata.PartitionStatistics.Length);

        await lakehouse.RunAsync("DELETE FROM main.t WHERE id IN (7, 36)");
        await lakehouse.RunAsync("INSERT INTO main.t VALUES (9, 'new', 100)");
        await lakehouse.RunAsync("DELETE FROM main.t WHERE region = 'r1'");
        _ = await lakehouse.RunAsync("CALL tarn.system.compute_partition_stats('main.t')");
        var carried = await TableAsync(lakehouse);
        var rows = await ReadAsync(lakehouse, carried, carried.CurrentSnapshot!);
        var anew = await new PartitionCounting(carried.Metadata, carried.Store).CountAsync(carried.CurrentSnapshot!, CancellationToken.None);
        Assert.Equal(anew.Where(HasFiles).Select(Counts), rows.Where(HasFiles).Select(Counts));
        Assert.Equal((await lakehouse.RunAsync("SELECT sum(record_count)::BIGINT FROM main.t.data_files")).Single, rows.Sum(r => r.DataRecordCount));
        Assert.Equal((await lakehouse.RunAsync("SELECT sum(record_count)::BIGINT FROM main.t.delete_files")).Single, rows.Sum(r => r.PositionDeleteRecordCount));
        Assert.Equal(version == 3, rows.Any(r => r.DeletionVectorCount > 0));
        Assert.Equal(version == 2, rows.Any(r => r.PositionDeleteFileCount > 0));
        Assert.Contains(rows, r => !HasFiles(r) && r.LastUpdatedSnapshotId == carried.Metadata.CurrentSnapshotId);
    }

    [Fact]
    public async Task A_damaged_file_is_not_carried_on()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("CREATE NAMESPACE main");
        await lakehouse.RunAsync("CREATE TABLE main.t (id INTEGER) PARTITIONED BY (id)");
        await lakehouse.RunAsync("INSERT INTO main.t VALUES (1), (2)");
        var first = (string)(await lakehouse.RunAsync("CALL tarn.system.compute_partition_stats('main.t')")).Single!;
        await File.WriteAllTextAsync(Tarn.Iceberg.Storage.Location.Parse(first).LocalPath, "no Parquet");
        await lakehouse.RunAsync("INSERT INTO main.t VALUES (2), (3)");
        _ = await lakehouse.RunAsync("CALL tarn.system.compute_partition_stats('main.t')");
        var table = await TableAsync(lakehouse);
        Assert.Equal([1L, 2L, 1L], (await ReadAsync(lakehouse, table, table.CurrentSnapshot!)).Select(r => r.DataRecordCount));
    }

    [Fact]
    public async Task A_table_without_partitions_has_none()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("CREATE NAMESPACE main");
        await lakehouse.RunAsync("CREATE TABLE main.t AS SELECT 1 AS id");
        Assert.Equal(EngineErrorKind.InvalidInput, (await lakehouse.FailAsync("CALL tarn.system.compute_partition_stats('main.t')")).Kind);
    }

    static bool HasFiles(PartitionStatistics row) => row.DataFileCount + row.DeletionVectorCount + row.PositionDeleteFileCount > 0;

    /// <summary>Without what the manifests of later snapshots no longer remember: who removed a file last.</summary>
    static PartitionStatistics Counts(PartitionStatistics row) => row with { LastUpdatedMs = null, LastUpdatedSnapshotId = null };

    static async Task<IReadOnlyList<PartitionStatistics>> ReadAsync(TestLakehouse lakehouse, Table table, Snapshot snapshot) =>
        (await new PartitionStatisticsFiles(lakehouse.Lakehouse, table).ReadAsync(table.Metadata.PartitionStatistics.Single(f => f.SnapshotId == snapshot.SnapshotId), CancellationToken.None))!;

    static Task<Table> TableAsync(TestLakehouse lakehouse) => lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", "t"), CancellationToken.None);
}
