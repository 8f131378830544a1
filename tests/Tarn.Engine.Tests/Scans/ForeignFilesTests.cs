using System.Collections.Immutable;
using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Tests.Writes;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;
using Tarn.Testing;

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

    [Fact]
    public async Task Equality_deletes_compare_fields_that_their_struct_has_lost()
    {
        Schema Schema(int id, params ImmutableArray<NestedField> fields) => new(id, new StructType([new NestedField(1, "id", IcebergType.Int), new NestedField(2, "s", new StructType(fields))]));
        var old = Schema(0, new NestedField(3, "a", IcebergType.Int), new NestedField(4, "b", IcebergType.String), new NestedField(5, "inn", new StructType([new NestedField(6, "q", IcebergType.Int)])));
        var now = Schema(1, new NestedField(4, "B", IcebergType.String), new NestedField(7, "a", IcebergType.String));
        using var table = new WritingTable(now);
        table.Metadata = table.Metadata with { Schemas = [old, now] };
        var data = await table.ForeignAsync(
            "SELECT i::INTEGER AS id, CASE WHEN i < 5 THEN {'a': i::INTEGER, 'b': 'b' || i, 'inn': CASE WHEN i <> 3 THEN {'q': (i % 3)::INTEGER} END} END AS s FROM range(6) r(i)",
            "id: 1, s: {__duckdb_field_id: 2, a: 3, b: 4, inn: {__duckdb_field_id: 5, q: 6}}");
        var later = await table.ForeignAsync("SELECT 9::INTEGER AS id, {'B': 'x', 'a': '2'} AS s", "id: 1, s: {__duckdb_field_id: 2, B: 4, a: 7}");
        var one = await table.EqualityDeleteAsync("SELECT {'a': 2} AS s", "s: {__duckdb_field_id: 2, a: 3}", 3);
        var two = await table.EqualityDeleteAsync("SELECT {'b': 'b4', 'inn': {'q': 1}} AS s", "s: {__duckdb_field_id: 2, b: 4, inn: {__duckdb_field_id: 5, q: 6}}", 6, 4);
        Assert.Equal("0,1,3,5,9", await IdsAsync(table, [data, later], [one, two]));
        using var scan = await table.ScanAsync([data, later], [one]);
        Assert.Equal("""{"id":4,"s":{"B":"b4","a":null}}""", (await table.Engine.JsonAsync($"SELECT * FROM ({scan.Sql}) WHERE id = 4", asLines: true)).Trim());
    }

    /// <summary>The reference counts files that it never wrote.</summary>
    [Fact]
    public async Task Files_without_rows_need_not_be_there()
    {
        using var table = new WritingTable(Of(new NestedField(1, "id", IcebergType.Int)));
        var data = await table.ForeignAsync("SELECT 7::INTEGER AS id", "id: 1");
        var missing = new DataFile { FilePath = data.FilePath + ".gone", Format = FileFormat.Parquet, Partition = data.Partition, RecordCount = 0, FileSizeInBytes = 4 };
        var delete = new DataFile { Content = DataFileContent.EqualityDeletes, FilePath = data.FilePath + ".deletes", Format = FileFormat.Avro, Partition = data.Partition, RecordCount = 0, FileSizeInBytes = 4, EqualityIds = [1] };
        Assert.Equal("7", await IdsAsync(table, [missing, data], [delete]));
        Assert.Equal("", await IdsAsync(table, [missing], []));
    }

    /// <summary>Old writers mark no text, and some mark bytes as text: the executor would escape the one and read escapes in the other.</summary>
    [Theory]
    [InlineData("id: 1, t: 2, b: 3, s: {__duckdb_field_id: 4, t: 5}")]
    [InlineData("")]
    public async Task Text_and_bytes_are_the_same_bytes(string ids)
    {
        using var table = new WritingTable(
            Of(new NestedField(1, "id", IcebergType.Int), new NestedField(2, "t", IcebergType.String), new NestedField(3, "b", IcebergType.Binary), new NestedField(4, "s", new StructType([new NestedField(5, "t", IcebergType.String)]))),
            properties: ("schema.name-mapping.default", """[{"field-id":1,"names":["id"]},{"field-id":2,"names":["t"]},{"field-id":3,"names":["b"]},{"field-id":4,"names":["s"],"fields":[{"field-id":5,"names":["t"]}]}]"""));
        var other = await table.ForeignAsync(@"SELECT 1::INTEGER AS id, encode('é\x41') AS t, 'é\x41' AS b, {'t': encode('ü')} AS s", ids);
        var own = await table.ForeignAsync(@"SELECT 2::INTEGER AS id, 'é\x41' AS t, encode('é\x41') AS b, {'t': 'ü'} AS s", ids);
        using var scan = await table.ScanAsync([other, own]);
        Assert.Equal("""{"n":2,"t":"é\\x41","b":"C3A95C783431","s":"ü"}""", (await table.Engine.JsonAsync($"SELECT count(*) AS n, t, hex(b) AS b, s.t AS s FROM ({scan.Sql}) GROUP BY ALL", asLines: true)).Trim());
        Assert.Equal("1,2", await IdsAsync(table, [other, own], [], @"t = 'é\x41' AND b = encode('é\x41')"));
    }

    /// <summary>As in files with instants of 96 bits: whatever zone the session has, the same number is meant.</summary>
    [Fact]
    public async Task Times_with_and_without_a_zone_are_the_same_in_UTC()
    {
        using var table = new WritingTable(Of(new NestedField(1, "id", IcebergType.Int), new NestedField(2, "z", IcebergType.Timestamptz), new NestedField(3, "l", IcebergType.Timestamp)));
        _ = await table.Engine.Connection.ExecuteAsync("SET GLOBAL TimeZone = 'America/New_York'", default);
        var file = await table.ForeignAsync("SELECT 1::INTEGER AS id, TIMESTAMP '2020-07-01 00:00:00' AS z, TIMESTAMPTZ '2020-07-01 00:00:00Z' AS l", "id: 1, z: 2, l: 3");
        Assert.Equal("1", await IdsAsync(table, [file], [], "z = TIMESTAMPTZ '2020-07-01 00:00:00Z' AND l = TIMESTAMP '2020-07-01 00:00:00'"));
    }

    /// <summary>The table format has no type for it but bytes. The executor writes JSON, which differs in the two marks.</summary>
    [Fact]
    public async Task Bson_is_read_as_its_bytes()
    {
        using var table = new WritingTable(Of(new NestedField(1, "id", IcebergType.Int), new NestedField(2, "b", IcebergType.Binary)));
        var file = await table.ForeignAsync("SELECT 1::INTEGER AS id, '{}'::JSON AS b", "id: 1, b: 2");
        var bson = Patched(file, ([0x25, 0x26], [0x25, 0x28]), ([0xCC, 0, 0], [0xDC, 0, 0]));
        Assert.Equal("1", await IdsAsync(table, [bson], [], "b = '{}'::BLOB"));
    }

    /// <summary>Avro and ORC have no mark for them, and older writers of Parquet set none, or that of GeoParquet.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("""KV_METADATA {geo: '{"version":"1.0.0","primary_column":"g","columns":{"g":{"encoding":"WKB","geometry_types":[]},"b":{"encoding":"WKB","geometry_types":[]}}}'}""")]
    public async Task Shapes_without_a_mark_are_their_WKB(string? options)
    {
        const string Point = "0101000000000000000000f03f00000000000000c0";
        using var table = new WritingTable(Of(
            new NestedField(1, "id", IcebergType.Int), new NestedField(2, "g", new GeometryType("OGC:CRS84")), new NestedField(3, "s", new StructType([new NestedField(4, "l", new ListType(5, new GeographyType("OGC:CRS84", EdgeAlgorithm.Spherical)))])),
            new NestedField(6, "b", IcebergType.Binary)));
        table.Metadata = table.Metadata with { FormatVersion = 3 };
        var file = await table.ForeignAsync($"SELECT i::INTEGER AS id, CASE WHEN i = 1 THEN from_hex('{Point}') END AS g, {{'l': [from_hex('{Point}'), NULL]}} AS s, from_hex('{Point}') AS b FROM range(2) r(i)", "id: 1, g: 2, s: {__duckdb_field_id: 3, l: {__duckdb_field_id: 4, element: 5}}, b: 6", options);
        Assert.Equal(
            $$$"""
            {"id":0,"g":null,"s":{"l":["{{{Point}}}",null]},"b":"{{{Point}}}"}
            {"id":1,"g":"{{{Point}}}","s":{"l":["{{{Point}}}",null]},"b":"{{{Point}}}"}
            """.ReplaceLineEndings("\n"), (await table.JsonAsync([file], "SELECT * FROM t ORDER BY id")).Trim());
        Assert.Equal("0", await IdsAsync(table, [file], [], "g IS NULL"));
    }

    /// <summary>Parquet's LogicalTypes page, "Lists", rule 4. The pages are those of a list of numbers.</summary>
    [Theory]
    [InlineData("array")]
    [InlineData("l_tuple")]
    public async Task Elements_of_old_lists_are_structs_of_one_field(string name)
    {
        using var table = new WritingTable(Of(
            new NestedField(1, "id", IcebergType.Int), new NestedField(2, "l", new ListType(3, new StructType([new NestedField(4, "x y", IcebergType.Int), new NestedField(5, "later", IcebergType.String)])))));
        var file = await table.ForeignAsync("SELECT * FROM (VALUES (0, [7, NULL]), (1, []), (2, NULL)) v(id, l)", "id: 1, l: {__duckdb_field_id: 2, element: 4}");
        byte[] Name(string text) => [0x18, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
        var old = Patched(file, (Name("list"), Name(name)), (Name("element"), Name("x")));
        Assert.Equal(
            """
            {"id":0,"l":[{"x y":7,"later":null},{"x y":null,"later":null}]}
            {"id":1,"l":[]}
            {"id":2,"l":null}
            """.ReplaceLineEndings("\n"), (await table.JsonAsync([old], "SELECT * FROM t ORDER BY id")).Trim());
    }

    [Fact]
    public async Task Names_that_differ_only_in_case_are_told_by_their_ids()
    {
        using var table = new WritingTable(Of(
            new NestedField(1, "id", IcebergType.Int), new NestedField(2, "b", IcebergType.Int), new NestedField(3, "B", IcebergType.Int), new NestedField(4, "s", new StructType([new NestedField(5, "b", IcebergType.Int), new NestedField(6, "B", IcebergType.String)]))));
        var file = await table.ForeignAsync("SELECT 1::INTEGER AS id, 2::INTEGER AS b, 3::INTEGER AS q, {'b': 4::INTEGER, 'q': 'five'} AS s", "id: 1, b: 2, q: 3, s: {__duckdb_field_id: 4, b: 5, q: 6}");
        file = Patched(file, ([0x18, 1, (byte)'q'], [0x18, 1, (byte)'B']));
        using var scan = await table.ScanAsync([file], [], new() { NamesApart = true });
        Assert.Equal("""{"id":1,"b":2,"B_1":3,"s":{"b":4,"B_1":"five"}}""", (await table.Engine.JsonAsync(scan.Sql, asLines: true)).Trim());
        var error = await Assert.ThrowsAsync<EngineException>(() => table.ScanAsync([file]));
        Assert.Contains("'b' and 'B' differ only in case", error.Message, StringComparison.Ordinal);
    }

    /// <summary>As the reference reads them where the table has no name mapping.</summary>
    [Fact]
    public async Task Columns_of_Avro_files_without_ids_are_told_by_their_names()
    {
        using var table = new WritingTable(Of(new NestedField(1, "id", IcebergType.Int), new NestedField(2, "s", new StructType([new NestedField(3, "x", IcebergType.Int)])), new NestedField(4, "later", IcebergType.Int)));
        var file = Avro(
            table, """{"type":"record","name":"r","fields":[{"name":"other","type":"int"},{"name":"s","type":{"type":"record","name":"q","fields":[{"name":"y","type":"int"},{"name":"x","type":"int"}]}},{"name":"id","type":"int"}]}""", 2, 2, 4, 6, 8, 10, 12, 14, 16);
        Assert.Equal("{\"id\":4,\"s\":{\"x\":3},\"later\":null}\n{\"id\":8,\"s\":{\"x\":7},\"later\":null}", (await table.JsonAsync([file])).Trim());
    }

    /// <summary>The executor has no such type.</summary>
    [Fact]
    public async Task A_struct_without_fields_is_told_from_none()
    {
        using var table = new WritingTable(Of(new NestedField(1, "id", IcebergType.Int), new NestedField(2, "e", new StructType())));
        var file = Avro(
            table, """{"type":"record","name":"r","fields":[{"name":"id","type":"int","field-id":1},{"name":"e","type":["null",{"type":"record","name":"q","fields":[]}],"field-id":2}]}""", 2, 2, 0, 4, 2);
        Assert.Equal("{\"id\":1,\"e\":null}\n{\"id\":2,\"e\":{\"_\":null}}", (await table.JsonAsync([file])).Trim());
    }

    /// <summary>An Avro file of one block of records that are encoded already, its texts shorter than 8192 bytes.</summary>
    static DataFile Avro(WritingTable table, string schema, int rows, params byte[] records)
    {
        static byte[] Length(int value) => value < 64 ? [(byte)(value << 1)] : [(byte)((value << 1) | 0x80), (byte)(value >> 6)];
        byte[] sync = new byte[16];
        byte[] bytes = [.. "Obj"u8, 1, 2, .. Length(11), .. "avro.schema"u8, .. Length(schema.Length), .. System.Text.Encoding.ASCII.GetBytes(schema), 0, .. sync, .. Length(rows), .. Length(records.Length), .. records, .. sync];
        var path = Path.Combine(Location.Parse(table.Metadata.Location).LocalPath, $"{Guid.NewGuid():N}.avro");
        File.WriteAllBytes(path, bytes);
        return new DataFile { Format = FileFormat.Avro, FilePath = Location.OfLocalPath(path).ToString(), Partition = Tarn.Iceberg.Partitioning.PartitionTuple.Empty, RecordCount = rows, FileSizeInBytes = bytes.Length };
    }

    /// <summary>The file with other bytes in its footer, each found at least once.</summary>
    static DataFile Patched(DataFile file, params (byte[] Old, byte[] New)[] changes)
    {
        var path = Location.Parse(file.FilePath).LocalPath;
        var bytes = File.ReadAllBytes(path);
        var footer = bytes.Length - 8 - BitConverter.ToInt32(bytes, bytes.Length - 8);
        foreach (var (old, other) in changes)
        {
            var found = 0;
            for (var at = footer; bytes.AsSpan(at).IndexOf(old) is var next and >= 0; at += next + other.Length, found++)
                bytes = [.. bytes[..(at + next)], .. other, .. bytes[(at + next + old.Length)..]];
            Assert.NotEqual(0, found);
        }
        BitConverter.GetBytes(bytes.Length - 8 - footer).CopyTo(bytes, bytes.Length - 8);
        File.WriteAllBytes(path, bytes);
        return new DataFile { FilePath = file.FilePath, Format = file.Format, Partition = file.Partition, RecordCount = file.RecordCount, FileSizeInBytes = bytes.Length };
    }

    static PositionBitmap PositionBitmapOf(long[] positions)
    {
        var bitmap = new PositionBitmap();
        foreach (var position in positions) _ = bitmap.Add(position);
        return bitmap;
    }

    static Schema Of(params ImmutableArray<NestedField> fields) => new(0, new StructType(fields));

    /// <summary>Their instants depend on where the writer was, which the file says and no column does. The reference refuses it too.</summary>
    [Fact]
    public async Task Times_on_the_wall_of_ORC_files_are_no_instants()
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "tests/Tarn.Iceberg.Tests/testdata/orc/none.orc");
        async Task<string> ReadAsync(IcebergType type)
        {
            using var table = new WritingTable(Of(new NestedField(1, "id", IcebergType.Long), new NestedField(2, "at", type)));
            var copy = Path.Combine(Location.Parse(table.Metadata.Location).LocalPath, "w.orc");
            _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
            var file = new DataFile { Content = DataFileContent.Data, Format = FileFormat.Orc, FilePath = Location.OfLocalPath(copy).ToString(), Partition = PartitionTuple.Empty, RecordCount = 60, FileSizeInBytes = new FileInfo(copy).Length };
            return await table.JsonAsync([file], "SELECT max(\"at\")::VARCHAR AS at FROM t");
        }
        Assert.Equal("{\"at\":\"2019-08-06 05:54:53.375\"}\n", await ReadAsync(IcebergType.Timestamp));
        var error = await Assert.ThrowsAsync<EngineException>(() => ReadAsync(IcebergType.Timestamptz));
        Assert.Equal(EngineErrorKind.NotSupported, error.Kind);
        Assert.Contains("\"at\" of an ORC file is TIMESTAMP", error.Message, StringComparison.Ordinal);
    }

    static async Task<string> IdsAsync(WritingTable table, IEnumerable<DataFile> files, ImmutableArray<DataFile> deletes, string filter = "true")
    {
        using var scan = await table.ScanAsync(files, deletes);
        return string.Join(',', (await table.Engine.JsonAsync($"SELECT id FROM ({scan.Sql}) WHERE {filter} ORDER BY id", asLines: true)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l["{\"id\":".Length..^1]));
    }
}
