using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Tests.Writes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Tests.Scans;

/// <summary>Long lists of files reach the executor by a function instead of the text.</summary>
public sealed class ManyFilesTests
{
    static readonly Schema Columns = new(0, new StructType([new NestedField(1, "id", IcebergType.Long), new NestedField(2, "name", IcebergType.String)]));

    static readonly PartitionSpec ById = new(0, [new PartitionField(1, 1000, "id", Transform.Identity)]);

    /// <summary>The first file lacks the column that its partition stands in for, so that it is read by itself and the others begin at the second place.</summary>
    [Fact]
    public async Task Each_file_of_a_long_list_is_read_once_also_behind_files_of_another_shape()
    {
        using var table = new WritingTable(Columns, ById);
        const int Files = ScanSql.MaxListed + 8;
        var files = await table.WriteAsync($"SELECT i::BIGINT AS id, 'it''s ' || i AS name FROM range({Files}) r(i)");
        Assert.Equal(Files, files.Length);
        var other = await WithoutIdAsync(table, 1000);
        using var scan = await table.ScanAsync([other, .. files]);
        Assert.Contains($"{ScanFunctions.Files}(", scan.Sql, StringComparison.Ordinal);
        Assert.DoesNotContain(Location.Parse(files[^1].FilePath).LocalPath, scan.Sql, StringComparison.Ordinal);
        var answer = await table.Engine.JsonAsync($"WITH t AS ({scan.Sql}) SELECT count(*) AS n, count(DISTINCT id) AS ids, sum(id)::BIGINT AS total, max(name) AS name FROM t", asLines: true);
        Assert.Equal($$"""{"n":{{Files + 1}},"ids":{{Files + 1}},"total":{{(Files * (Files - 1) / 2) + 1000}},"name":"other"}""", answer.Trim());
    }

    [Fact]
    public async Task The_function_knows_no_files_but_those_of_running_scans()
    {
        using var table = new WritingTable(Columns);
        var files = await table.WriteAsync("SELECT 1::BIGINT AS id, 'a' AS name");
        using var scan = await table.ScanAsync(files);
        foreach (var handle in new[] { "0", "1", "NULL" })
        {
            var error = await Assert.ThrowsAsync<EngineException>(() => table.Engine.JsonAsync($"SELECT count(*) FROM read_parquet({ScanFunctions.Files}({handle}::UBIGINT, 0::UBIGINT, 1::UBIGINT))", asLines: true));
            Assert.NotEqual(EngineErrorKind.Internal, error.Kind);
        }
    }

    static async Task<DataFile> WithoutIdAsync(WritingTable table, long id)
    {
        var path = Path.Combine(Location.Parse(table.Metadata.Location).LocalPath, "other.parquet");
        _ = await table.Engine.Connection.ExecuteAsync($"COPY (SELECT 'other' AS name) TO {Identifiers.Literal(path)} (FORMAT parquet, FIELD_IDS {{name: 2}})", default);
        return new DataFile
        {
            Format = FileFormat.Parquet, FilePath = Location.OfLocalPath(path).ToString(), Partition = new PartitionTuple([id]), RecordCount = 1, FileSizeInBytes = new FileInfo(path).Length,
        };
    }
}
