using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Tests.Writes;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Tests.Scans;

/// <summary>Files as other writers leave them, where what the executor does by itself would be wrong.</summary>
public sealed class ForeignFilesTests
{
    /// <summary>The reference writes nested names as Avro would have them.</summary>
    [Fact]
    public async Task Nested_names_that_are_written_otherwise_are_found_by_their_ids()
    {
        using var table = new WritingTable(Of(new NestedField(1, "s", new StructType([new NestedField(2, "a b", IcebergType.Int), new NestedField(3, "1st", IcebergType.String), new NestedField(4, "c", IcebergType.Int)]))));
        var file = await table.ForeignAsync("SELECT {'a_x20b': 1, '_1st': 'x', 'c': 2} AS s", "s: {__duckdb_field_id: 1, a_x20b: 2, _1st: 3, c: 4}");
        Assert.Equal("""{"s":{"a b":1,"1st":"x","c":2}}""", (await table.JsonAsync([file])).Trim());
    }

    /// <summary>The executor casts a filter's constant to the type in the file.</summary>
    [Theory]
    [InlineData("f = 0.1::DOUBLE", "")]
    [InlineData("f <> 0.1::DOUBLE", "0,1,2")]
    [InlineData("f > 0.1::DOUBLE", "1,2")]
    [InlineData("f IN (0.1::DOUBLE, 0.5::DOUBLE)", "2")]
    [InlineData("f = 4.9e-324::DOUBLE", "")]
    [InlineData("f = 0.1::FLOAT::DOUBLE", "1")]
    [InlineData("(s).f = 0.1::DOUBLE", "")]
    [InlineData("(s).f > 0.1::DOUBLE", "1,2")]
    [InlineData("t = TIMESTAMP '1970-01-02 12:00:00'", "")]
    [InlineData("t < TIMESTAMP '1970-01-02 12:00:00'", "0,1")]
    [InlineData("t = TIMESTAMP '1970-01-02'", "1")]
    [InlineData("n > TIMESTAMP_NS '1970-01-01 00:00:00.000000001'", "1,2")]
    public async Task A_filter_on_a_promoted_column_sees_the_tables_type(string filter, string expected)
    {
        Schema Schema(int id, IcebergType number, IcebergType time, IcebergType nanos) => new(id, new StructType(
            [new NestedField(1, "id", IcebergType.Int), new NestedField(2, "f", number), new NestedField(3, "s", new StructType([new NestedField(4, "f", number)])), new NestedField(5, "t", time), new NestedField(6, "n", nanos)]));
        var old = Schema(0, IcebergType.Float, IcebergType.Date, IcebergType.Date);
        var now = Schema(1, IcebergType.Double, IcebergType.Timestamp, IcebergType.TimestampNs);
        using var table = new WritingTable(now);
        table.Metadata = table.Metadata with { FormatVersion = 3, Schemas = [old, now] };
        const string Rows = "SELECT i::INTEGER AS id, {0} AS f, {{'f': {0}}} AS s, {1} AS t, {1} AS n FROM range(3) r(i)";
        var file = await table.ForeignAsync(string.Format(null, Rows, "[0, 0.1, 0.5][i + 1]::FLOAT", "(DATE '1970-01-01' + i::INTEGER)"), "id: 1, f: 2, s: {__duckdb_field_id: 3, f: 4}, t: 5, n: 6");
        Assert.Equal(expected, await IdsAsync(table, [file], [], filter));
    }

    /// <summary>As the reference reads them where the table has no name mapping, whatever their columns are called.</summary>
    [Fact]
    public async Task Columns_of_files_without_ids_are_told_by_their_places()
    {
        using var table = new WritingTable(Of(new NestedField(1, "id", IcebergType.Int), new NestedField(2, "b", IcebergType.String), new NestedField(3, "later", IcebergType.Int)));
        var own = await table.ForeignAsync("SELECT 9::INTEGER AS id, 'own' AS b, 1::INTEGER AS later", "id: 1, b: 2, later: 3");
        var data = await table.ForeignAsync("SELECT i::INTEGER AS x, CASE WHEN i > 0 THEN 'v' || i END AS id FROM range(3) r(i)", "");
        Assert.Equal(
            """
            {"id":0,"b":null,"later":null}
            {"id":1,"b":"v1","later":null}
            {"id":2,"b":"v2","later":null}
            {"id":9,"b":"own","later":1}
            """.ReplaceLineEndings("\n"), (await table.JsonAsync([own, data], "SELECT * FROM t ORDER BY id")).Trim());
        Assert.Equal("0", await IdsAsync(table, [own, data], [], "b IS NULL"));
        Assert.Equal("1,2", await IdsAsync(table, [data], [], "b IS NOT NULL"));
    }

    /// <summary>The reference tells a struct without a value from no struct.</summary>
    [Fact]
    public async Task Equality_deletes_compare_fields_of_structs()
    {
        using var table = new WritingTable(Of(new NestedField(1, "id", IcebergType.Int), new NestedField(2, "s", new StructType([new NestedField(3, "a b", IcebergType.Int), new NestedField(4, "c", IcebergType.String)]))));
        var data = await table.ForeignAsync(
            "SELECT * FROM (VALUES (0, {'x': 1, 'c': 'p'}), (1, {'x': 2, 'c': 'q'}), (2, {'x': NULL, 'c': 'p'}), (3, NULL), (4, {'x': 3, 'c': 'p'})) v(id, s)", "id: 1, s: {__duckdb_field_id: 2, x: 3, c: 4}");
        var one = await table.EqualityDeleteAsync("SELECT {'a_x20b': 2} AS s", "s: {__duckdb_field_id: 2, a_x20b: 3}", 3);
        var two = await table.EqualityDeleteAsync("SELECT {'old': 3} AS older UNION ALL SELECT {'old': NULL}", "older: {__duckdb_field_id: 2, old: 3}", 3);
        Assert.Equal("0,3", await IdsAsync(table, [data], [one, two]));
    }

    [Fact]
    public async Task Equality_deletes_tell_the_zeros_apart_and_take_NaN_for_one_value()
    {
        using var table = new WritingTable(Of(new NestedField(1, "id", IcebergType.Int), new NestedField(2, "f", IcebergType.Double)));
        var data = await table.ForeignAsync("SELECT * FROM (VALUES (0, 0.0::DOUBLE), (1, -0.0::DOUBLE), (2, 'nan'::DOUBLE), (3, NULL), (4, 1)) v(id, f)", "id: 1, f: 2");
        var delete = await table.EqualityDeleteAsync("SELECT unnest([-0.0::DOUBLE, 'nan'::DOUBLE]) AS f", "f: 2", 2);
        Assert.Equal("0,3,4", await IdsAsync(table, [data], [delete]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deleted_rows_are_told_by_their_places_where_a_filter_leaves_row_groups_out(bool isVector)
    {
        using var table = new WritingTable(Of(new NestedField(1, "id", IcebergType.Int)));
        var data = await table.ForeignAsync("SELECT i::INTEGER AS id FROM range(20000) r(i)", "id: 1", "ROW_GROUP_SIZE 2048");
        long[] gone = [0, 2047, 2048, 8191, 8192, 8195, 8196, 12000, 19999];
        var delete = isVector
            ? Assert.Single(await DeletionVectorFile.WriteAsync(table.Store, data.FilePath + ".puffin", [(data, PositionBitmapOf(gone))], default))
            : await table.ForeignAsync(
                $"SELECT {Identifiers.Literal(data.FilePath)} AS file_path, unnest([{string.Join(", ", gone)}])::BIGINT AS pos", "file_path: 2147483546, pos: 2147483545", content: DataFileContent.PositionDeletes);
        Assert.Equal("8190,8193,8194,8197", await IdsAsync(table, [data], [delete], "id BETWEEN 8190 AND 8197"));
        Assert.Equal("19998", await IdsAsync(table, [data], [delete], "id >= 19998"));
        using var scan = await table.ScanAsync([data], [delete], new() { Metadata = ["_pos"] });
        Assert.Equal("""{"n":19991,"same":true}""", (await table.Engine.JsonAsync($"SELECT count(*) AS n, bool_and(id = _pos) AS same FROM ({scan.Sql})", asLines: true)).Trim());
        Assert.Equal("""{"n":7997,"least":12001}""", (await table.Engine.JsonAsync($"SELECT count(*) AS n, min(_pos) AS least FROM ({scan.Sql}) WHERE id > 12001 - 1 AND id <> 15000 AND id = _pos", asLines: true)).Trim());
    }

    static PositionBitmap PositionBitmapOf(long[] positions)
    {
        var bitmap = new PositionBitmap();
        foreach (var position in positions) _ = bitmap.Add(position);
        return bitmap;
    }

    static Schema Of(params ImmutableArray<NestedField> fields) => new(0, new StructType(fields));

    static async Task<string> IdsAsync(WritingTable table, IEnumerable<DataFile> files, ImmutableArray<DataFile> deletes, string filter = "true")
    {
        using var scan = await table.ScanAsync(files, deletes);
        return string.Join(',', (await table.Engine.JsonAsync($"SELECT id FROM ({scan.Sql}) WHERE {filter} ORDER BY id", asLines: true)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l["{\"id\":".Length..^1]));
    }
}
