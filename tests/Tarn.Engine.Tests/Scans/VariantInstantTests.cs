using Tarn.Engine.Results;
using Tarn.Engine.Tests.Writes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using static Tarn.Engine.Tests.Scans.VariantFile;

namespace Tarn.Engine.Tests.Scans;

/// <summary>Instants in nanoseconds with a zone inside of variants, and nulls of variants inside of other columns: read as they are, and written as they were read.</summary>
public sealed class VariantInstantTests
{
    const long Nanos = 1_730_982_834_123_456_789;
    const string Shown = "2024-11-07T12:33:54.123456789";
    const string Tz = "{\"timestamptz_nanos\":\"" + Shown + "+00:00\"}";
    const string Ntz = "{\"timestampntz_nanos\":\"" + Shown + "\"}";
    const string Typed = "TIMESTAMP_NS '2024-11-07 12:33:54.123456789'";

    /// <summary>The group of a column v as SQL, its field ids beside those of the column, and what is read.</summary>
    static readonly (string Form, string Group, string Ids, string Shown)[] Forms =
    [
        ("alone", Plain(Names(), Instant(Nanos)), "", Tz),
        ("the last one", Plain(Names(), Instant(long.MaxValue)), "", "{\"timestamptz_nanos\":\"2262-04-11T23:47:16.854775807+00:00\"}"),
        ("the first one", Plain(Names(), Instant(long.MinValue)), "", "{\"timestamptz_nanos\":\"1677-09-21T00:12:43.145224192+00:00\"}"),
        ("beside one without a zone", Plain(Names("a", "b"), VariantFile.Object((0, Instant(Nanos)), (1, Timestamp(Nanos)))), "", $"{{\"object\":{{\"a\":{Tz},\"b\":{Ntz}}}}}"),
        ("in an array", Plain(Names(), VariantFile.Array(Timestamp(Nanos), Instant(Nanos), Small(7), Instant(Nanos), VariantFile.Null)), "", $"{{\"array\":[{Ntz},{Tz},{{\"int8\":7}},{Tz},{{\"null\":null}}]}}"),
        ("deep", Plain(Names("x"), VariantFile.Object((0, VariantFile.Array(VariantFile.Object((0, Instant(Nanos))), VariantFile.Object(), VariantFile.Array())))), "", $"{{\"object\":{{\"x\":{{\"array\":[{{\"object\":{{\"x\":{Tz}}}}},{{\"object\":{{}}}},{{\"array\":[]}}]}}}}}}"),
        ("shredded", $"{{'metadata': {Names()}, 'value': NULL::BLOB, 'typed_value': {Typed}}}", $"typed_value: {InstantId}", Tz),
        ("shredded without a zone", $"{{'metadata': {Names()}, 'value': NULL::BLOB, 'typed_value': {Typed}}}", "", Ntz),
        ("in place of a typed value", $"{{'metadata': {Names()}, 'value': {Literal(Instant(Nanos))}, 'typed_value': NULL::INTEGER}}", "", Tz),
        (
            "shredded in an object", $"{{'metadata': {Names("i", "m", "n", "o")}, 'value': {Literal(VariantFile.Object((3, Instant(Nanos))))}, 'typed_value': {{'i': {{'value': NULL::BLOB, 'typed_value': {Typed}}}, "
                + $"'m': {{'value': NULL::BLOB, 'typed_value': NULL::INTEGER}}, 'n': {{'value': {Literal(VariantFile.Null)}, 'typed_value': NULL::VARCHAR}}}}}}", $"typed_value: {{i: {{typed_value: {InstantId}}}}}",
            $"{{\"object\":{{\"i\":{Tz},\"n\":{{\"null\":null}},\"o\":{Tz}}}}}"
       ),
        (
            "shredded in an array", $"{{'metadata': {Names()}, 'value': NULL::BLOB, 'typed_value': [{{'value': NULL::BLOB, 'typed_value': {Typed}}}, {{'value': {Literal(Small(3))}, 'typed_value': NULL::TIMESTAMP_NS}}]}}",
            $"typed_value: {{element: {{typed_value: {InstantId}}}}}", $"{{\"array\":[{Tz},{{\"int8\":3}}]}}"
       ),
        (
            "beside every typed value", $"{{'metadata': {Names("bo", "by", "de", "do", "fl", "i1", "i2", "i8", "te", "ti", "tz", "uu", "z")}, 'value': {Literal(VariantFile.Object((12, Instant(Nanos))))}, 'typed_value': {{{string.Join(", ", Scalars.Select(s => $"'{s.Name}': {{'value': NULL::BLOB, 'typed_value': {s.Sql}}}"))}}}}}", "",
            $"{{\"object\":{{{string.Concat(Scalars.Select(s => $"\"{s.Name}\":{s.Read},"))}\"z\":{Tz}}}}}"
       ),
    ];

    static Schema Simple => new(0, new StructType([new NestedField(1, "id", IcebergType.Int), new NestedField(2, "v", IcebergType.Variant)]));

    public static TheoryData<string> FormNames => [.. Forms.Select(f => f.Form)];

    static (string Name, string Sql, string Read)[] Scalars =>
    [
        ("bo", "false", "{\"boolean_false\":false}"), ("by", "'\\xFF'::BLOB", "{\"binary\":\"ff\"}"), ("de", "-1.50::DECIMAL(3,2)", "{\"decimal4\":\"-1.50\"}"), ("do", "'-0.0'::DOUBLE", "{\"double\":\"-0.0\"}"),
        ("fl", "'nan'::FLOAT", "{\"float\":\"NaN\"}"), ("i1", "-8::TINYINT", "{\"int8\":-8}"), ("i2", "-16::SMALLINT", "{\"int16\":-16}"), ("i8", "64::BIGINT", "{\"int64\":64}"), ("te", "'ä'", "{\"string\":\"ä\"}"),
        ("ti", "TIME '12:00:00'", "{\"time\":\"12:00:00.000000\"}"), ("tz", "TIMESTAMPTZ '2020-01-01 00:00:00+00'", "{\"timestamptz\":\"2020-01-01T00:00:00.000000+00:00\"}"),
        ("uu", "uuid '00000000-0000-0000-0000-0000000000ff'", "{\"uuid\":\"00000000-0000-0000-0000-0000000000ff\"}"),
    ];

    [Theory]
    [MemberData(nameof(FormNames))]
    public async Task An_instant_is_read_and_written_as_it_is(string form)
    {
        var (_, group, ids, shown) = Forms.Single(f => f.Form == form);
        using var table = new WritingTable(Simple);
        // Among rows without a variant and in files that have none of them, as most are.
        var file = await MakeAsync(table, $"SELECT 1::INTEGER AS id, {group} AS v UNION ALL SELECT 2, NULL UNION ALL SELECT 3, {group}", $"id: 1, v: {{__duckdb_field_id: 2{(ids == "" ? "" : $", {ids}")}}}", 2);
        var other = await table.WriteAsync("SELECT 4::INTEGER AS id, 'x'::VARIANT AS v");
        string[] rows = [$"{{\"id\":1,\"v\":{shown}}}", "{\"id\":2,\"v\":null}", $"{{\"id\":3,\"v\":{shown}}}", "{\"id\":4,\"v\":{\"string\":\"x\"}}"];
        Assert.Equal(rows, await ReadAsync(table, [file, .. other], "SELECT * FROM t"));
        Assert.Equal(rows, await ReadAsync(table, [file, .. other], "SELECT any_value(id) AS id, any_value(v) AS v FROM t GROUP BY id ORDER BY v DESC"));
        Assert.Equal(rows, await ReadAsync(table, [file, .. other], "SELECT a.id, b.v FROM t a JOIN t b USING (id)"));
        Assert.Equal([rows[2]], await ReadAsync(table, [file, .. other], "SELECT * FROM t WHERE id > 1 AND v IS NOT NULL AND id < 4"));
        using var scan = await table.ScanAsync([file, .. other]);
        var written = await table.WriteAsync(scan.Sql);
        Assert.Equal(rows, await ReadAsync(table, written, "SELECT * FROM t"));
    }

    /// <summary>As Java and Spark write 0.0000000001, and where the executor counts a digit too many.</summary>
    [Theory]
    [InlineData(8, 10, 1L, "{\"decimal4\":\"0.0000000001\"}")]
    [InlineData(8, 38, 1L, "{\"decimal16\":\"0.00000000000000000000000000000000000001\"}")]
    [InlineData(9, 20, -5L, "{\"decimal16\":\"-0.00000000000000000005\"}")]
    [InlineData(9, 0, 999_999_999_999_999_999L, "{\"decimal8\":\"999999999999999999\"}")]
    public async Task Decimals_with_more_digits_after_the_point_than_digits_are_read(byte type, byte scale, long unscaled, string shown)
    {
        using var table = new WritingTable(Simple);
        var digits = BitConverter.GetBytes(unscaled)[..(type == 8 ? 4 : 8)];
        var file = await MakeAsync(table, $"SELECT 1::INTEGER AS id, {Plain(Names(), [(byte)(type << 2), scale, .. digits])} AS v", "id: 1, v: {__duckdb_field_id: 2}", 2);
        Assert.Equal([$"{{\"id\":1,\"v\":{shown}}}"], await ReadAsync(table, [file], "SELECT * FROM t"));
        using var scan = await table.ScanAsync([file]);
        Assert.Equal([$"{{\"id\":1,\"v\":{shown}}}"], await ReadAsync(table, await table.WriteAsync(scan.Sql), "SELECT * FROM t"));
    }

    [Fact]
    public async Task What_takes_a_variant_apart_and_puts_it_together_keeps_its_instants()
    {
        using var table = new WritingTable(Simple);
        var file = await MakeAsync(table, $"SELECT 1::INTEGER AS id, {Plain(Names("a", "b"), VariantFile.Object((0, Instant(Nanos)), (1, VariantFile.Array(Instant(Nanos), Timestamp(Nanos)))))} AS v", "id: 1, v: {__duckdb_field_id: 2}", 2);
        string[] fields = ["v.a", "v['b'][1]", "v.b[1]", "(SELECT max(v) FROM (SELECT v.a AS v))"];
        foreach (var field in fields) Assert.Equal([$"{{\"id\":1,\"v\":{Tz}}}"], await ReadAsync(table, [file], $"SELECT id, {field} AS v FROM t"));
        Assert.Equal([$"{{\"id\":1,\"v\":{Ntz}}}"], await ReadAsync(table, [file], "SELECT id, v.b[2] AS v FROM t"));
        Assert.Equal([$"{{\"id\":1,\"v\":{{\"array\":[{{\"object\":{{\"a\":{Tz},\"b\":{{\"array\":[{Tz},{Ntz}]}}}}}}]}}}}"], await ReadAsync(table, [file], "SELECT id, [v]::VARIANT AS v FROM t"));
        Assert.Equal("{\"x\":\"2024-11-07 12:33:54.123456789\"}\n", await table.JsonAsync([file], "SELECT v.a::VARCHAR AS x FROM t"));
        Assert.Equal("{\"x\":\"2024-11-07T12:33:54.123456789\"}\n", await table.JsonAsync([file], "SELECT v.a::TIMESTAMP_NS AS x FROM t"));
        Assert.Equal("{\"v\":{\"a\":\"2024-11-07T12:33:54.123456789+00:00\",\"b\":[\"2024-11-07T12:33:54.123456789+00:00\",\"2024-11-07T12:33:54.123456789\"]}}\n", await table.JsonAsync([file], "SELECT v FROM t"));
        Assert.Equal([$"{{\"id\":1,\"v\":{Tz}}}"], await ReadAsync(table, [file], "SELECT DISTINCT id, v.a AS v FROM t"));
        Assert.Equal([$"{{\"id\":1,\"v\":{Tz}}}"], await ReadAsync(table, [file], "SELECT id, v.a AS v FROM t GROUP BY ALL"));
        Assert.Equal("{\"n\":1}\n", await table.JsonAsync([file], "SELECT count(*) AS n FROM t a JOIN t b ON a.v.a = b.v.b[2]"));
    }

    [Fact]
    public async Task Variants_inside_of_structs_lists_and_maps_are_read_and_written_as_they_are()
    {
        var schema = new Schema(0, new StructType(
        [
            new NestedField(1, "id", IcebergType.Int),
            new NestedField(2, "s", new StructType([new NestedField(3, "w", IcebergType.Variant), new NestedField(4, "n", IcebergType.String)])),
            new NestedField(5, "l", new ListType(new NestedField(6, "element", IcebergType.Variant))),
            new NestedField(7, "m", new MapType(new NestedField(8, "key", IcebergType.String, Required: true), new NestedField(9, "value", new ListType(new NestedField(10, "element", new StructType([new NestedField(11, "d", IcebergType.Variant)])))))),
        ]));
        using var table = new WritingTable(schema);
        var (none, at, small) = (Plain(Names(), VariantFile.Null), Plain(Names(), Instant(Nanos)), Plain(Names(), Small(1)));
        const string Group = "STRUCT(metadata BLOB, value BLOB)";
        var file = await MakeAsync(table,
            $"SELECT 1::INTEGER AS id, {{'w': {none}, 'n': 'x'}} AS s, [{small}, {none}, NULL, {at}] AS l, MAP {{'k': [{{'d': {small}}}, NULL, {{'d': {at}}}], 'e': [], 'n': [{{'d': NULL::{Group}}}, {{'d': {none}}}]}} AS m "
                + $"UNION ALL SELECT 2, {{'w': {small}, 'n': 'y'}}, [{small}], MAP {{'k': [{{'d': {small}}}]}} UNION ALL SELECT 3, NULL, NULL, NULL UNION ALL SELECT 4, {{'w': {at}, 'n': NULL}}, [NULL], MAP {{}}",
            "id: 1, s: {__duckdb_field_id: 2, w: {__duckdb_field_id: 3}, n: 4}, l: {__duckdb_field_id: 5, element: {__duckdb_field_id: 6}}, m: {__duckdb_field_id: 7, key: 8, value: {__duckdb_field_id: 9, element: {__duckdb_field_id: 10, d: {__duckdb_field_id: 11}}}}",
            3, 6, 11);
        const string Null = "{\"null\":null}";
        string[] rows =
        [
            $"{{\"id\":1,\"s\":{{\"w\":{Null},\"n\":\"x\"}},\"l\":[{{\"int8\":1}},{Null},null,{Tz}],\"m\":[[\"e\",[]],[\"k\",[{{\"d\":{{\"int8\":1}}}},null,{{\"d\":{Tz}}}]],[\"n\",[{{\"d\":null}},{{\"d\":{Null}}}]]]}}",
            "{\"id\":2,\"s\":{\"w\":{\"int8\":1},\"n\":\"y\"},\"l\":[{\"int8\":1}],\"m\":[[\"k\",[{\"d\":{\"int8\":1}}]]]}",
            "{\"id\":3,\"s\":null,\"l\":null,\"m\":null}",
            $"{{\"id\":4,\"s\":{{\"w\":{Tz},\"n\":null}},\"l\":[null],\"m\":[]}}",
        ];
        Assert.Equal(rows, await ReadAsync(table, [file], "SELECT * FROM t"));
        using var scan = await table.ScanAsync([file]);
        var written = await table.WriteAsync(scan.Sql);
        Assert.Equal(rows, await ReadAsync(table, written, "SELECT * FROM t"));
        table.Metadata = table.Metadata with { Schemas = [schema, Renamed(schema)], CurrentSchemaId = 1 };
        Assert.Equal(rows.Select(r => r.Replace("\"w\"", "\"other\"", StringComparison.Ordinal)), await ReadAsync(table, [file], "SELECT * FROM t"));
    }

    static Schema Renamed(Schema schema) => new(1, new StructType([.. schema.Fields.Select(f => f.Id == 2 ? f with { Type = new StructType([.. ((StructType)f.Type).Fields.Select(s => s.Id == 3 ? s with { Name = "other" } : s)]) } : f)]));

    static string Plain(string metadata, byte[] value) => $"{{'metadata': {metadata}, 'value': {Literal(value)}}}";

    static async Task<string[]> ReadAsync(WritingTable table, IReadOnlyList<DataFile> files, string select)
    {
        using var scan = await table.ScanAsync(files);
        using var result = await table.Engine.Connection.QueryAsync($"WITH t AS ({scan.Sql}) {select}", null, default);
        var rows = new List<string>();
        await foreach (var batch in ResultBatch.ReadAsync(result, default)) CanonicalRows.Add(rows, batch, table.Metadata.Schema.Fields);
        return [.. CanonicalRows.Sorted(rows)];
    }
}
