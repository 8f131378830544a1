using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Tests.Writes;

public sealed class DataWriterTests
{
    static readonly Schema Everything = new(0, new StructType(
        new NestedField(1, "id", IcebergType.Long, Required: true),
        new NestedField(2, "b", IcebergType.Boolean),
        new NestedField(3, "i", IcebergType.Int),
        new NestedField(4, "f", IcebergType.Float),
        new NestedField(5, "d", IcebergType.Double),
        new NestedField(6, "d9", IcebergType.Decimal(9, 2)),
        new NestedField(7, "d18", IcebergType.Decimal(18, 4)),
        new NestedField(8, "d38", IcebergType.Decimal(38, 10)),
        new NestedField(9, "dt", IcebergType.Date),
        new NestedField(10, "tm", IcebergType.Time),
        new NestedField(11, "ts", IcebergType.Timestamp),
        new NestedField(12, "tz", IcebergType.Timestamptz),
        new NestedField(13, "ns", IcebergType.TimestampNs),
        new NestedField(14, "s", IcebergType.String),
        new NestedField(15, "u", IcebergType.Uuid),
        new NestedField(16, "fx", IcebergType.Fixed(3)),
        new NestedField(17, "bin", IcebergType.Binary),
        new NestedField(18, "st", new StructType(new NestedField(19, "x", IcebergType.Int), new NestedField(20, "weird \"name", IcebergType.String))),
        new NestedField(21, "l", new ListType(22, new StructType(new NestedField(23, "y", IcebergType.Double)))),
        new NestedField(24, "m", new MapType(25, IcebergType.String, 26, new ListType(27, IcebergType.Long)))));

    const string Columns = "(id, b, i, f, d, d9, d18, d38, dt, tm, ts, tz, ns, s, u, fx, bin, st, l, m)";

    const string Rows = $$"""
        SELECT * FROM (VALUES
          (1::bigint, true, -2147483648, 'nan'::float, 'nan'::double, -9999999.99::decimal(9,2), 99999999999999.9999::decimal(18,4), -9999999999999999999999999999.9999999999::decimal(38,10),
            date '0001-01-01', time '00:00:00', timestamp '0001-01-01', timestamptz '0001-01-01 00:00:00+00', '1677-09-22 00:00:00.000000001'::timestamp_ns, '', uuid '00000000-0000-0000-0000-000000000000',
            '\x00\x01\xFF'::blob, ''::blob, {'x': 1, 'weird "name': 'w'}, [{'y': 1.5::double}, null], map {'k': [1::bigint, null]}),
          (2, false, 2147483647, 'inf', '-inf', 9999999.99, -99999999999999.9999, 9999999999999999999999999999.9999999999,
            date '9999-12-31', time '23:59:59.999999', timestamp '9999-12-31 23:59:59.999999', timestamptz '9999-12-31 23:59:59.999999+00', '2262-04-11 23:47:16.854775806'::timestamp_ns, repeat('ä☃𝄞 ', 100000),
            uuid 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'abc', '\xFF\xFF'::blob, {'x': null, 'weird "name': null}, [], map {}),
          (3, null, 0, '-0.0', '-0.0', 0, 0, 0, date '1970-01-01', time '12:00:00', timestamp '1969-12-31 23:59:59.999999', timestamptz '1970-01-01 00:00:00+00',
            '1970-01-01'::timestamp_ns, 'plain', uuid 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'xyz', '\x00'::blob, null, null, null),
          (4, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)) t{{Columns}}
        """;

    [Fact]
    public async Task Every_type_comes_back_as_it_was_written()
    {
        using var table = new WritingTable(Everything);
        var expected = await table.Engine.JsonAsync($"SELECT * FROM ({Rows}) ORDER BY id", asLines: true);
        var files = await table.WriteAsync(Rows);
        Assert.Equal(expected, await table.JsonAsync(files, "SELECT * FROM t ORDER BY id"));
    }

    [Fact]
    public async Task Metrics_bound_every_column_and_never_by_NaN()
    {
        using var table = new WritingTable(Everything);
        var file = Assert.Single(await table.WriteAsync(Rows));
        Assert.Equal(4, file.RecordCount);
        Assert.Equal(new FileInfo(Tarn.Iceberg.Storage.Location.Parse(file.FilePath).LocalPath).Length, file.FileSizeInBytes);
        Assert.Equal(4, file.SplitOffsets[0]);
        Assert.Equal((4, 1), (file.ValueCounts[5], file.NullValueCounts[5]));
        Assert.Equal((1, 1), (file.NanValueCounts[4], file.NanValueCounts[5]));
        Assert.Equal(double.NegativeInfinity, Lower(file, 5));
        Assert.Equal(0d, Upper(file, 5));
        Assert.Equal((-0f, float.PositiveInfinity), (Lower(file, 4), Upper(file, 4)));
        Assert.True(float.IsNegative((float)Lower(file, 4)!));
        Assert.Equal(IcebergDecimal.Parse("-9999999999999999999999999999.9999999999"), Lower(file, 8));
        Assert.Equal(IcebergDecimal.Parse("9999999.99"), Upper(file, 6));
        Assert.Equal((-719162, 2932896), (Lower(file, 9), Upper(file, 9)));
        Assert.Equal((-62135596800000000, 253402300799999999), (Lower(file, 11), Upper(file, 11)));
        Assert.Equal((-62135596800000000, 253402300799999999), (Lower(file, 12), Upper(file, 12)));
        Assert.Equal(9223372036854775806, Upper(file, 13));
        Assert.Equal("", Lower(file, 14));
        Assert.Equal("ä☃𝄞 ä☃𝄞 ä☃𝄞 ä☃𝄞!", Upper(file, 14));
        Assert.Equal(Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff"), Upper(file, 15));
        Assert.Equal([0, 1, 255], (byte[])Lower(file, 16)!);
        Assert.Equal((1, 1), (Lower(file, 19), Upper(file, 19)));
        Assert.Null(file.LowerBounds[23]);
        Assert.Null(file.ValueCounts[27]);
        Assert.NotNull(file.ColumnSizes[27]);
    }

    [Theory]
    [InlineData("none", false, null)]
    [InlineData("counts", true, null)]
    [InlineData("truncate(3)", true, "abd")]
    [InlineData("full", true, "abcdef")]
    public async Task Metrics_modes_say_how_much(string mode, bool counts, string? upper)
    {
        var schema = new Schema(0, new StructType(new NestedField(1, "s", IcebergType.String)));
        using var table = new WritingTable(schema, properties: [("write.metadata.metrics.column.s", mode)]);
        var file = Assert.Single(await table.WriteAsync("SELECT 'abcdef' AS s"));
        Assert.Equal(counts, file.ValueCounts[1] is not null);
        Assert.Equal(upper, file.UpperBounds[1] is { } bound ? SingleValueBinary.Decode(IcebergType.String, bound.Span) : null);
    }

    [Fact]
    public async Task Bounds_of_texts_that_the_executor_cuts_still_bound()
    {
        var schema = new Schema(0, new StructType(new NestedField(1, "s", IcebergType.String)));
        using var table = new WritingTable(schema, properties: [("write.metadata.metrics.default", "full")]);
        var file = Assert.Single(await table.WriteAsync("SELECT repeat('z', 300) || i AS s FROM range(10) t(i)"));
        if (file.UpperBounds[1] is { } upper)
            Assert.True(string.CompareOrdinal((string)SingleValueBinary.Decode(IcebergType.String, upper.Span), new string('z', 300) + "9") >= 0);
        if (file.LowerBounds[1] is { } lower)
            Assert.True(string.CompareOrdinal((string)SingleValueBinary.Decode(IcebergType.String, lower.Span), new string('z', 300) + "0") <= 0);
    }

    [Fact]
    public async Task A_NaN_in_any_row_group_is_counted()
    {
        var schema = new Schema(0, new StructType(new NestedField(1, "d", IcebergType.Double)));
        using var table = new WritingTable(schema);
        var file = Assert.Single(await table.WriteAsync("SELECT CASE WHEN i = 5 THEN 'nan'::double ELSE i END AS d FROM range(400000) t(i)"));
        Assert.True(file.SplitOffsets.Length > 1);
        Assert.Equal(1, file.NanValueCounts[1]);
        Assert.Equal((0d, 399999d), (Lower(file, schema, 1), Upper(file, schema, 1)));
    }

    [Fact]
    public async Task Columns_with_and_without_NaN_each_have_their_own_bounds_whatever_their_names()
    {
        var schema = new Schema(0, new StructType(
            new NestedField(1, "a, b", IcebergType.Double),
            new NestedField(2, "a", new StructType(new NestedField(3, "b", IcebergType.Double), new NestedField(4, "c\".\"d", IcebergType.Float))),
            new NestedField(5, "none", IcebergType.Double),
            new NestedField(6, "plain", IcebergType.Double)));
        using var table = new WritingTable(schema);
        var file = Assert.Single(await table.WriteAsync(
            "SELECT CASE WHEN i = 5 THEN 'nan'::double ELSE i END AS \"a, b\", {'b': -i::double, 'c\".\"d': CASE WHEN i = 7 THEN 'nan'::float ELSE 0.1::float END} AS a, NULL::double AS none, i / 3 AS plain FROM range(300000) t(i)"));
        Assert.True(file.SplitOffsets.Length > 1);
        Assert.Equal((1, 0, 1, 0, 0), (file.NanValueCounts[1], file.NanValueCounts[3], file.NanValueCounts[4], file.NanValueCounts[5], file.NanValueCounts[6]));
        Assert.Equal((0d, 299999d), (Lower(file, schema, 1), Upper(file, schema, 1)));
        Assert.Equal((-299999d, 0d), (Lower(file, schema, 3), Upper(file, schema, 3)));
        Assert.Equal((0.1f, 0.1f), (Lower(file, schema, 4), Upper(file, schema, 4)));
        Assert.Null(file.LowerBounds[5]);
        Assert.Equal(299999 / 3d, Upper(file, schema, 6));
    }

    public static TheoryData<string, string, string> Transforms() => new()
    {
        { "bucket[16]", "id", "id" }, { "bucket[7]", "i", "i" }, { "bucket[16]", "d9", "d9" }, { "bucket[16]", "d38", "d38" }, { "bucket[16]", "dt", "dt" }, { "bucket[16]", "tm", "tm" },
        { "bucket[16]", "ts", "ts" }, { "bucket[16]", "tz", "tz" }, { "bucket[16]", "ns", "ns" }, { "bucket[16]", "s", "s" }, { "bucket[16]", "u", "u" }, { "bucket[16]", "fx", "fx" }, { "bucket[16]", "bin", "bin" },
        { "truncate[10]", "i", "i" }, { "truncate[1000]", "id", "id" }, { "truncate[50]", "d9", "d9" }, { "truncate[50]", "d38", "d38" }, { "truncate[3]", "s", "s" }, { "truncate[2]", "bin", "bin" },
        { "year", "dt", "dt" }, { "month", "dt", "dt" }, { "day", "dt", "dt" }, { "year", "ts", "ts" }, { "month", "tz", "tz" }, { "day", "ts", "ts" }, { "hour", "ts", "ts" }, { "hour", "tz", "tz" },
        { "day", "ns", "ns" }, { "hour", "ns", "ns" }, { "identity", "i", "i" }, { "identity", "s", "s" }, { "identity", "u", "u" }, { "identity", "bin", "bin" }, { "identity", "d38", "d38" },
        { "identity", "tz", "tz" }, { "identity", "ns", "ns" }, { "identity", "tm", "tm" }, { "identity", "dt", "dt" }, { "identity", "b", "b" }, { "identity", "f", "f" }, { "identity", "d", "d" }, { "void", "i", "i" },
    };

    /// <summary>The file's partition, as the executor computed it, is what the format library's own transform makes of the file's rows.</summary>
    [Theory]
    [MemberData(nameof(Transforms))]
    public async Task Rows_are_in_the_partition_that_the_transform_says(string transform, string column, string source)
    {
        var field = Everything.FindField(column)!;
        var parsed = Transform.Parse(transform);
        using var table = new WritingTable(Everything, new PartitionSpec(0, [new PartitionField(field.Id, 1000, "p", parsed)]));
        var rows = Rows.Replace("repeat('ä☃𝄞 ', 100000)", "'ä☃𝄞 text'", StringComparison.Ordinal);
        var files = await table.WriteAsync(rows);
        Assert.Equal(4, files.Sum(f => f.RecordCount));
        foreach (var file in files)
        {
            using var scan = await table.ScanAsync([file]);
            using var result = table.Engine.Connection.Query($"SELECT {source} FROM ({scan.Sql})", null, default);
            using var chunk = result.Fetch(default)!;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var value = Tarn.Engine.Results.ColumnValue.Read(chunk.Column(0), row);
                if (value is Tarn.Engine.Native.DecimalValue d) value = new IcebergDecimal((System.Numerics.BigInteger)d.Unscaled, d.Scale);
                var expected = parsed.Apply(field.Type, value);
                Assert.True(ValueEquality.AreEqual(expected, file.Partition[0]) || Equals(expected, file.Partition[0]), $"{expected} for {value}, file says {file.Partition[0]}");
            }
        }
    }

    [Fact]
    public async Task Partition_folders_are_named_as_the_reference_names_them()
    {
        var schema = new Schema(0, new StructType(new NestedField(1, "k", IcebergType.Int), new NestedField(2, "region", IcebergType.String)));
        var order = new SortOrder(1, [new SortField(1, Transform.Identity, SortDirection.Desc, NullOrder.NullsLast)]);
        using var table = new WritingTable(schema, new PartitionSpec(0, [new PartitionField(2, 1000, "region", Transform.Identity)]), order);
        var files = await table.WriteAsync("SELECT i::int AS k, ['a b/c', 'null', null][1 + i % 3] AS region FROM range(3000) t(i)");
        Assert.Equal(3, files.Length);
        Assert.Equal(["data/region=a+b%2Fc", "data/region=null"], table.FilesOnDisk.Select(f => Path.GetDirectoryName(f)!).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(table.FilesOnDisk, f => f.Contains("staging", StringComparison.Ordinal));
        Assert.All(files, f => Assert.Equal(0, f.SortOrderId));
        Assert.Contains("1000", await table.JsonAsync(files.Where(f => f.Partition[0] is null), "SELECT count(*) AS n FROM t WHERE region IS NULL"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_come_in_long_sorted_runs_and_the_file_claims_no_order()
    {
        var schema = new Schema(0, new StructType(new NestedField(1, "k", IcebergType.Int)));
        var order = new SortOrder(1, [new SortField(1, Transform.Identity, SortDirection.Desc, NullOrder.NullsLast)]);
        using var table = new WritingTable(schema, order: order);
        var file = Assert.Single(await table.WriteAsync("SELECT CASE WHEN i % 100 = 0 THEN null ELSE hash(i) % 1000000 END AS k FROM range(300000) t(i)"));
        Assert.Equal(0, file.SortOrderId);
        var path = Location.Parse(file.FilePath).LocalPath;
        Assert.Equal("{\"ordered\":true}\n", await table.Engine.JsonAsync(
            $"SELECT count(*) < 20 AS ordered FROM (SELECT k, lag(k) OVER (ORDER BY file_row_number) AS before, file_row_number AS p FROM read_parquet('{path}')) "
            + "WHERE p > 0 AND (k > before OR (before IS NULL AND k IS NOT NULL))", asLines: true));
    }

    [Theory]
    [InlineData("SELECT null::bigint AS id", "required")]
    [InlineData("SELECT 1 AS id, 2 AS nope", "nope")]
    [InlineData("SELECT 1 AS b", "required")]
    [InlineData("SELECT 1 AS id, 'x' AS i", "'x'")]
    [InlineData("SELECT 1 AS id, 'abcd'::blob AS fx", "3 bytes")]
    [InlineData("SELECT 170141183460469231731687303715884105727::hugeint AS id", "out of range")]
    public async Task What_the_table_cannot_hold_is_refused_and_leaves_nothing(string rows, string why)
    {
        using var table = new WritingTable(Everything);
        var error = await Assert.ThrowsAsync<EngineException>(() => table.WriteAsync(rows));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Empty(table.FilesOnDisk);
    }

    [Fact]
    public async Task A_write_that_is_not_kept_is_removed()
    {
        using var table = new WritingTable(Everything);
        await using (var write = await new Tarn.Engine.Writes.DataWriter(table.Store, "/tmp").WriteAsync(table.Engine.Connection, new(table.Metadata, "SELECT 1 AS id"), default))
            Assert.Single(table.FilesOnDisk);
        Assert.Empty(table.FilesOnDisk);
    }

    [Fact]
    public async Task No_rows_make_no_file()
    {
        using var table = new WritingTable(Everything);
        Assert.Empty(await table.WriteAsync("SELECT 1 AS id WHERE false"));
        Assert.Empty(table.FilesOnDisk);
    }

    static object? Lower(Tarn.Iceberg.Manifests.DataFile file, int id) => Lower(file, Everything, id);

    static object? Upper(Tarn.Iceberg.Manifests.DataFile file, int id) => Upper(file, Everything, id);

    static object? Lower(Tarn.Iceberg.Manifests.DataFile file, Schema schema, int id) =>
        file.LowerBounds[id] is { } bound ? SingleValueBinary.Decode(schema.FindField(id)!.Type, bound.Span) : null;

    static object? Upper(Tarn.Iceberg.Manifests.DataFile file, Schema schema, int id) =>
        file.UpperBounds[id] is { } bound ? SingleValueBinary.Decode(schema.FindField(id)!.Type, bound.Span) : null;
}
