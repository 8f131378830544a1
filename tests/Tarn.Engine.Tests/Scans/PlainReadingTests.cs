using Tarn.Engine.Native;
using Tarn.Engine.Tests.Writes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Tests.Scans;

/// <summary>Files are read as they are only where that cannot be told from a reading by ids.</summary>
public sealed class PlainReadingTests
{
    static readonly Schema Plain = new(0, new StructType(
    [
        new NestedField(1, "id", IcebergType.Long), new NestedField(2, "name", IcebergType.String),
        new NestedField(3, "pt", new StructType([new NestedField(4, "x", IcebergType.Int), new NestedField(5, "y", IcebergType.Int)])),
    ]));

    const string Row = "SELECT 1::BIGINT AS id, 'a' AS name, {'x': 10, 'y': 20} AS pt";
    const string Ids = "id: 1, name: 2, pt: {__duckdb_field_id: 3, x: 4, y: 5}";
    const string Answer = """{"id":1,"name":"a","pt":{"x":10,"y":20}}""";

    [Fact]
    public async Task Files_that_Tarn_wrote_are_read_as_they_are_and_counted_without_a_scan()
    {
        using var table = new WritingTable(Plain);
        var files = await table.WriteAsync(Row);
        using var scan = await table.ScanAsync(files);
        Assert.True(IsPlain(scan.Sql), scan.Sql);
        Assert.Equal(Answer, (await table.JsonAsync(files)).Trim());
        Assert.DoesNotContain("READ_PARQUET", await table.Engine.JsonAsync($"EXPLAIN SELECT count(*) FROM ({scan.Sql})", asLines: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_looks_like_a_partition_changes_no_column()
    {
        using var table = new WritingTable(Plain);
        var files = new[] { await ForeignAsync(table, Row, Ids, "id=7/name=z") };
        using var scan = await table.ScanAsync(files);
        Assert.True(IsPlain(scan.Sql), scan.Sql);
        Assert.Equal(Answer, (await table.JsonAsync(files)).Trim());
    }

    /// <summary>Each file has the table's names and would be read without an error; only one reading is right.</summary>
    [Theory]
    [InlineData("SELECT 'a' AS id, 1::BIGINT AS name, {'x': 10, 'y': 20} AS pt", "id: 2, name: 1, pt: {__duckdb_field_id: 3, x: 4, y: 5}", Answer)]
    [InlineData("SELECT 1::INTEGER AS id, 'a' AS name, {'x': 10, 'y': 20} AS pt", Ids, Answer)]
    [InlineData("SELECT 1::BIGINT AS ID, 'a' AS name, {'x': 10, 'y': 20} AS pt", "ID: 1, name: 2, pt: {__duckdb_field_id: 3, x: 4, y: 5}", Answer)]
    [InlineData("SELECT 1::BIGINT AS id, 'a'::BLOB AS name, {'x': 10, 'y': 20} AS pt", Ids, Answer)]
    [InlineData("SELECT 1::BIGINT AS id, 'a' AS name, {'y': 20, 'x': 10} AS pt", Ids, Answer)]
    [InlineData("SELECT 1::BIGINT AS id, 'a' AS name, {'x': 10, 'y': 20, 'z': 30} AS pt", "id: 1, name: 2, pt: {__duckdb_field_id: 3, x: 4, y: 5, z: 6}", Answer)]
    [InlineData("SELECT 1::BIGINT AS id, 'a' AS name, {'x': 10, 'y': 20} AS pt", "id: 1, name: 9, pt: {__duckdb_field_id: 3, x: 4, y: 5}", """{"id":1,"name":null,"pt":{"x":10,"y":20}}""")]
    [InlineData("SELECT 1::BIGINT AS id, {'x': 10, 'y': 20} AS pt", "id: 1, pt: {__duckdb_field_id: 3, x: 4, y: 5}", """{"id":1,"name":null,"pt":{"x":10,"y":20}}""")]
    public async Task A_file_of_another_shape_is_read_by_its_ids(string rows, string ids, string expected)
    {
        using var table = new WritingTable(Plain);
        var files = new[] { await ForeignAsync(table, rows, ids, "foreign") };
        using var scan = await table.ScanAsync(files);
        Assert.False(IsPlain(scan.Sql), scan.Sql);
        Assert.Equal(expected, (await table.JsonAsync(files)).Trim());
    }

    [Fact]
    public async Task Files_that_are_not_all_alike_are_read_by_their_ids()
    {
        using var table = new WritingTable(Plain);
        DataFile[] files = [.. await table.WriteAsync(Row), await ForeignAsync(table, "SELECT 2::INTEGER AS id, 'b' AS name, {'x': 1, 'y': 2} AS pt", Ids, "foreign")];
        using var scan = await table.ScanAsync(files);
        Assert.False(IsPlain(scan.Sql), scan.Sql);
        Assert.Equal(Answer + "\n{\"id\":2,\"name\":\"b\",\"pt\":{\"x\":1,\"y\":2}}", (await table.JsonAsync(files, "SELECT * FROM t ORDER BY id")).Trim());
    }

    [Fact]
    public async Task Files_of_a_few_shapes_are_each_read_as_they_are()
    {
        using var table = new WritingTable(Plain);
        DataFile[] files =
        [
            .. await table.WriteAsync(Row),
            await ForeignAsync(table, "SELECT 2::BIGINT AS id, 'b' AS name, {'x': 1, 'y': 2} AS pt, 7::BIGINT AS _row_id", Ids + ", _row_id: 2147483540", "changed"),
            .. await table.WriteAsync("SELECT 3::BIGINT AS id, 'c' AS name, {'x': 3, 'y': 4} AS pt"),
        ];
        using var scan = await table.ScanAsync(files);
        Assert.True(IsPlain(scan.Sql), scan.Sql);
        Assert.Equal([files[0].FilePath, files[2].FilePath, files[1].FilePath], scan.Files.Select(f => f.File.FilePath));
        Assert.Equal("{\"n\":3,\"ids\":6,\"xs\":14}", (await table.JsonAsync(files, "SELECT count(*) AS n, sum(id)::BIGINT AS ids, sum(pt.x)::BIGINT AS xs FROM t")).Trim());
    }

    [Fact]
    public async Task A_column_that_was_renamed_since_is_read_by_its_id()
    {
        using var table = new WritingTable(Plain);
        var files = await table.WriteAsync(Row);
        table.Metadata = table.Metadata with { Schemas = [new Schema(0, new StructType([new NestedField(2, "id", IcebergType.String), new NestedField(1, "name", IcebergType.Long)]))] };
        using var scan = await table.ScanAsync(files);
        Assert.False(IsPlain(scan.Sql), scan.Sql);
        Assert.Equal("""{"id":"a","name":1}""", (await table.JsonAsync(files)).Trim());
    }

    static bool IsPlain(string sql) => !sql.Contains("schema = MAP", StringComparison.Ordinal);

    /// <summary>A file that another writer made, as the table's manifests would name it.</summary>
    static async Task<DataFile> ForeignAsync(WritingTable table, string rows, string ids, string folder)
    {
        var path = Path.Combine(Location.Parse(table.Metadata.Location).LocalPath, folder, "part-0.parquet");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _ = await table.Engine.Connection.ExecuteAsync($"COPY ({rows}) TO {Identifiers.Literal(path)} (FORMAT parquet, FIELD_IDS {{{ids}}})", default);
        return new DataFile
        {
            Content = DataFileContent.Data,
            Format = FileFormat.Parquet,
            FilePath = Location.OfLocalPath(path).ToString(),
            Partition = PartitionTuple.Empty,
            RecordCount = 1,
            FileSizeInBytes = new FileInfo(path).Length,
        };
    }
}
