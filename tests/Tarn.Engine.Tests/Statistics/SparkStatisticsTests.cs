using System.Globalization;
using Tarn.Engine.Statistics;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Statistics;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Values;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Statistics;

/// <summary>Statistics beside Spark's over the same tables, each carrying on what the other wrote. One Spark for all of it.</summary>
[Trait("Duration", "slow")]
public sealed class SparkStatisticsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact(SparkPeer.Needs)]
    public async Task Both_count_the_same_and_read_each_others_files()
    {
        await using var lakehouse = new TestLakehouse(o => o with { AllowedFolders = [_folder.Path] });
        await lakehouse.RunAsync("CREATE NAMESPACE db");
        foreach (var version in (int[])[2, 3]) await WriteOursAsync(lakehouse, version);
        var sketch = Sketch(100_000);
        var spark = await SparkPeer.RunAsync(_folder.Path, $"""
            create table local.db.counted (l bigint, i int, s string, dec decimal(20,4), small decimal(7,2), d date, ts timestamp, nt timestamp_ntz, x double, f float, b boolean, bin binary, st struct<a:int>) using iceberg;
            insert into local.db.counted select if(id = 7, null, id), cast(id % 5000 as int), concat('name-', id), cast(id as decimal(20,4)) / 8, cast(id % 300 - 150 as decimal(7,2)) / 4, date_add(date'1960-01-01', cast(id as int)),
                timestamp_seconds(id * 60 - 100000), timestamp_ntz'2020-01-01 00:00:00' + make_interval(0, 0, 0, 0, 0, cast(id % 900 as int)), id / 3, cast(id % 1000 as float) / 7, id % 2 = 0, cast(concat('b', id % 100) as binary), named_struct('a', cast(id as int))
                from range(0, 20000, 1, 1);
            call local.system.compute_table_stats(table => 'db.counted');
            create table local.db.parts (id bigint, region string, d date) using iceberg partitioned by (region, month(d)) tblproperties ('format-version'='2', 'write.delete.mode'='merge-on-read');
            insert into local.db.parts select id, concat('r', id % 3), date_add(date'2020-01-01', cast(id as int)) from range(0, 90, 1, 1);
            delete from local.db.parts where id in (1, 5, 77);
            call local.system.compute_partition_stats(table => 'db.parts');
            insert into local.db.parts values (1000, null, null), (1001, 'r1', date'2020-01-05');
            delete from local.db.parts where region = 'r2';
            insert into local.db.ours2 values (500, 'b');
            call local.system.compute_partition_stats(table => 'db.ours2');
            insert into local.db.ours3 values (500, 'b');
            call local.system.compute_partition_stats(table => 'db.ours3');
            select theta_sketch_estimate(X'{Convert.ToHexString(sketch.ToBytes())}') as estimate
            """);

        var counted = await RegisterAsync(lakehouse, "counted");
        await lakehouse.RunAsync("ANALYZE TABLE db.counted");
        var analyzed = await lakehouse.Catalog.LoadTableAsync(counted.Identifier, CancellationToken.None);
        var theirs = await TableStatistics.ReadAsync(counted.Store, Assert.Single(counted.Metadata.Statistics), CancellationToken.None);
        var ours = await TableStatistics.ReadAsync(analyzed.Store, Assert.Single(analyzed.Metadata.Statistics), CancellationToken.None);
        Assert.Equal(counted.Metadata.DistinctCounts(counted.CurrentSnapshot!.SnapshotId), analyzed.Metadata.DistinctCounts(counted.CurrentSnapshot.SnapshotId));
        Assert.Equal(12, theirs.Count);
        Assert.Equal(theirs.Select(s => (s.Key, Convert.ToHexString(s.Value.ToBytes()))), ours.Select(s => (s.Key, Convert.ToHexString(s.Value.ToBytes()))));
        Assert.Equal(Math.Round(sketch.Estimate), Assert.Single(spark[^1].Rows).GetProperty("estimate").GetDouble());

        // Spark's file is carried on by us, ours by Spark.
        var parts = await RegisterAsync(lakehouse, "parts");
        _ = await lakehouse.RunAsync("CALL tarn.system.compute_partition_stats('db.parts')");
        await AssertCountedAsync(lakehouse, await lakehouse.Catalog.LoadTableAsync(parts.Identifier, CancellationToken.None), files: 2);
        foreach (var version in (int[])[2, 3]) await AssertCountedAsync(lakehouse, await RegisterAsync(lakehouse, $"ours{version}", $"back{version}"), files: 2);
    }

    async Task WriteOursAsync(TestLakehouse lakehouse, int version)
    {
        await lakehouse.RunAsync($"CREATE TABLE db.ours{version} (id INTEGER, kind VARCHAR) PARTITIONED BY (kind) TBLPROPERTIES ('format-version' = '{version}', 'write.delete.mode' = 'merge-on-read')");
        await lakehouse.RunAsync($"INSERT INTO db.ours{version} SELECT n, CASE n % 3 WHEN 0 THEN 'a' WHEN 1 THEN 'b' END FROM range(30) AS r(n)");
        await lakehouse.RunAsync($"DELETE FROM db.ours{version} WHERE id IN (0, 1, 4)");
        _ = await lakehouse.RunAsync($"CALL tarn.system.compute_partition_stats('db.ours{version}')");
        SparkPeer.Register(_folder.Path, $"ours{version}", Location.Parse((await lakehouse.Catalog.LoadTableAsync(new TableIdentifier("db", $"ours{version}"), CancellationToken.None)).MetadataLocation).LocalPath);
    }

    /// <summary>The current snapshot's file says what counting anew gives.</summary>
    static async Task AssertCountedAsync(TestLakehouse lakehouse, Table table, int files)
    {
        Assert.Equal(files, table.Metadata.PartitionStatistics.Length);
        var file = Assert.Single(table.Metadata.PartitionStatistics, f => f.SnapshotId == table.Metadata.CurrentSnapshotId);
        var rows = (await new PartitionStatisticsFiles(lakehouse.Lakehouse, table).ReadAsync(file, CancellationToken.None))!;
        var counted = await new PartitionCounting(table.Metadata, table.Store).CountAsync(table.CurrentSnapshot!, CancellationToken.None);
        Assert.Equal(counted.Where(r => r.DataFileCount > 0), rows.Where(r => r.DataFileCount > 0));
        Assert.Equal(new FileInfo(Location.Parse(file.StatisticsPath).LocalPath).Length, file.FileSizeInBytes);
    }

    async Task<Table> RegisterAsync(TestLakehouse lakehouse, string table, string? name = null)
    {
        var newest = Directory.EnumerateFiles(Path.Combine(_folder.Path, "db", table, "metadata"), "v*.metadata.json").MaxBy(f => int.Parse(Path.GetFileName(f)[1..^".metadata.json".Length], CultureInfo.InvariantCulture));
        await lakehouse.RunAsync($"CALL tarn.system.register_table(table => 'db.{name ?? table}', metadata_file => '{newest}')");
        return await lakehouse.Catalog.LoadTableAsync(new TableIdentifier("db", name ?? table), CancellationToken.None);
    }

    static ThetaSketch Sketch(int values)
    {
        var builder = new ThetaSketchBuilder();
        for (var i = 0; i < values; i++) builder.Add(SingleValueBinary.Encode(Tarn.Iceberg.Types.IcebergType.Int, i));
        return ThetaSketch.Union(builder.ToSketch());
    }
}
