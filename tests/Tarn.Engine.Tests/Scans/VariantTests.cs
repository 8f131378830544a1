using Tarn.Engine.Sessions;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Scans;

/// <summary>What the executor's VARIANT drops is read all the same, or refused: a variant's null, and instants in nanoseconds.</summary>
public sealed class VariantTests : IAsyncLifetime
{
    readonly TestLakehouse _lakehouse = new(o => o with { AllowedFolders = [GoldenTable.Root] });

    public Task InitializeAsync() => _lakehouse.RunAsync("CREATE NAMESPACE main");

    public Task DisposeAsync() => _lakehouse.DisposeAsync().AsTask();

    /// <summary>One of the rows is an instant in nanoseconds, which the executor's VARIANT does not have.</summary>
    [SharedTheory(GoldenTable.Needs)]
    [InlineData("copy-on-write")]
    [InlineData("merge-on-read")]
    public async Task Values_of_every_kind_stay_what_they_are_whatever_is_done_to_their_rows(string mode)
    {
        var golden = await RegisterAsync("variant_plain");
        var rows = golden.Rows("current");
        await _lakehouse.RunAsync($"CREATE TABLE copied TBLPROPERTIES ('format-version' = '3', 'write.update.mode' = '{mode}', 'write.merge.mode' = '{mode}', 'write.delete.mode' = '{mode}') AS SELECT * FROM variant_plain ORDER BY v");
        Assert.Equal(rows, await ReadAsync("copied"));
        await _lakehouse.RunAsync("UPDATE copied SET id = id WHERE id IN (18, 19, 20)");
        Assert.Equal(rows, await ReadAsync("copied"));
        await _lakehouse.RunAsync("MERGE INTO copied t USING (SELECT id, v FROM variant_plain WHERE id > 18) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT *");
        Assert.Equal(rows, await ReadAsync("copied"));
        await _lakehouse.RunAsync("DELETE FROM copied WHERE id = 18");
        await _lakehouse.RunAsync("INSERT INTO copied SELECT * FROM variant_plain WHERE id = 18");
        Assert.Equal(rows, await ReadAsync("copied"));
        Assert.Equal(rows, await ReadAsync("copied", "WHERE v IS NOT NULL OR id >= 0"));
        Assert.Equal("2024-11-07T12:33:54.123456789+00:00", (await _lakehouse.RunAsync("SELECT v FROM copied WHERE id = 19")).Single?.ToString()?.Trim('"'));
    }

    [SharedFact(GoldenTable.Needs)]
    public async Task A_variants_null_is_no_missing_value_and_stays_one_when_it_is_written()
    {
        var golden = await RegisterAsync("variant_spark");
        await _lakehouse.RunAsync("CREATE TABLE copied (id BIGINT, v VARIANT, s STRUCT(w VARIANT)) TBLPROPERTIES ('format-version' = '3', 'write.update.mode' = 'copy-on-write')");
        await _lakehouse.RunAsync("INSERT INTO copied SELECT * FROM variant_spark");
        Assert.Equal(golden.Rows("current"), await ReadAsync("copied"));
        await _lakehouse.RunAsync("UPDATE copied SET id = id WHERE id = 0");
        Assert.Equal(golden.Rows("current"), await ReadAsync("copied"));
        var nulls = golden.Rows("current").Count(r => r.Contains("\"v\":null", StringComparison.Ordinal));
        var own = golden.Rows("current").Count(r => r.Contains("\"v\":{\"null\":null}", StringComparison.Ordinal));
        Assert.True(own > 0);
        Assert.Equal((long)nulls, (await _lakehouse.RunAsync("SELECT count(*) FROM copied WHERE v IS NULL")).Single);
        Assert.Equal((long)own, (await _lakehouse.RunAsync("SELECT count(*) FROM copied WHERE v IS NOT NULL AND variant_typeof(v) = 'VARIANT_NULL'")).Single);
    }

    /// <summary>Values whose bytes are at an edge of the encoding, and kinds of the executor that files do not have.</summary>
    [Theory]
    [InlineData("repeat('x', 63)", "string", "x*63")]
    [InlineData("repeat('x', 64)", "string", "x*64")]
    [InlineData("repeat('x', 65)", "string", "x*65")]
    [InlineData("255::UTINYINT", "int16", "255")]
    [InlineData("65535::USMALLINT", "int32", "65535")]
    [InlineData("4294967295::UINTEGER", "int64", "4294967295")]
    [InlineData("5::UBIGINT", "int64", "5")]
    [InlineData("18446744073709551615::UBIGINT", "decimal16", "\"18446744073709551615\"")]
    [InlineData("-99999999999999999999999999999999999999::HUGEINT", "decimal16", "\"-99999999999999999999999999999999999999\"")]
    [InlineData("5::UHUGEINT", "int64", "5")]
    [InlineData("0.05", "decimal4", "\"0.05\"")]
    [InlineData("0::DECIMAL(9,9)", "decimal4", "\"0.000000000\"")]
    [InlineData("-123456.7890::DECIMAL(18,4)", "decimal8", "\"-123456.7890\"")]
    [InlineData("999999999999999999::DECIMAL(18,0)", "decimal8", "\"999999999999999999\"")]
    [InlineData("1e-38::DECIMAL(38,38)", "decimal16", "\"0.00000000000000000000000000000000000001\"")]
    [InlineData("TIMESTAMP_S '2020-01-01 00:00:01'", "timestampntz", "\"2020-01-01T00:00:01.000000\"")]
    [InlineData("TIMESTAMP_MS '1969-12-31 23:59:59.999'", "timestampntz", "\"1969-12-31T23:59:59.999000\"")]
    [InlineData("TIMESTAMP_NS '2020-01-01 00:00:00.000000001'", "timestampntz_nanos", "\"2020-01-01T00:00:00.000000001\"")]
    [InlineData("uuid '00112233-4455-6677-8899-aabbccddeeff'", "uuid", "\"00112233-4455-6677-8899-aabbccddeeff\"")]
    [InlineData("''::BLOB", "binary", "\"\"")]
    [InlineData("'-0.0'::FLOAT", "float", "\"-0.0\"")]
    [InlineData("'nan'::DOUBLE", "double", "\"NaN\"")]
    public async Task A_value_is_written_as_it_is(string sql, string kind, string shown)
    {
        await _lakehouse.RunAsync("CREATE TABLE t (id INTEGER, v VARIANT) TBLPROPERTIES ('format-version' = '3')");
        await _lakehouse.RunAsync($"INSERT INTO t VALUES (1, ({sql})::VARIANT), (2, [NULL, ({sql})::VARIANT, ({sql})::VARIANT]::VARIANT), (3, {{'b': ({sql})::VARIANT, 'a': ({sql})::VARIANT}}::VARIANT)");
        if (shown.StartsWith("x*", StringComparison.Ordinal)) shown = $"\"{new string('x', int.Parse(shown[2..], System.Globalization.CultureInfo.InvariantCulture))}\"";
        var value = $"{{\"{kind}\":{shown}}}";
        string[] rows = [$"{{\"id\":1,\"v\":{value}}}", $"{{\"id\":2,\"v\":{{\"array\":[{{\"null\":null}},{value},{value}]}}}}", $"{{\"id\":3,\"v\":{{\"object\":{{\"a\":{value},\"b\":{value}}}}}}}"];
        Assert.Equal(rows, await ReadAsync("t"));
    }

    /// <summary>One row for all is another form of the executor's memory.</summary>
    [Fact]
    public async Task A_field_of_a_constant_is_the_field()
    {
        const string One = "(SELECT {'a': 5, 'b': ['z', 'y']}::VARIANT AS v)";
        await _lakehouse.RunAsync("CREATE TABLE t (id INTEGER, v VARIANT) TBLPROPERTIES ('format-version' = '3')");
        await _lakehouse.RunAsync($"INSERT INTO t SELECT 1, x.v.a FROM {One} x");
        await _lakehouse.RunAsync($"INSERT INTO t SELECT r + 2, x.v.b[2] FROM {One} x, range(3) s(r)");
        string[] rows = ["""{"id":1,"v":{"int32":5}}""", """{"id":2,"v":{"string":"y"}}""", """{"id":3,"v":{"string":"y"}}""", """{"id":4,"v":{"string":"y"}}"""];
        Assert.Equal(rows, await ReadAsync("t"));
        Assert.Equal("5", (await _lakehouse.RunAsync($"SELECT x.v.a FROM {One} x")).Single?.ToString());
        Assert.Equal(["\"y\"", "\"y\""], (await _lakehouse.RunAsync($"SELECT x.v.b[2] FROM {One} x, range(2)")).Rows.Select(r => r[0]?.ToString()));
        Assert.Equal("\"y\"", ((object?[])(await _lakehouse.RunAsync($"SELECT {{'f': x.v.b[2]}} FROM {One} x")).Single!)[0]?.ToString());
    }

    [Fact]
    public async Task Large_values_are_written()
    {
        await _lakehouse.RunAsync("CREATE TABLE t (v VARIANT) TBLPROPERTIES ('format-version' = '3')");
        await _lakehouse.RunAsync("INSERT INTO t SELECT list_transform(range(300), lambda i: json_object('', i))::VARIANT");
        await _lakehouse.RunAsync("INSERT INTO t SELECT list_transform(range(70000), lambda i: i)::VARIANT");
        await _lakehouse.RunAsync("INSERT INTO t SELECT json_group_object(printf('%03d', i), i)::VARIANT FROM range(300) r(i)");
        string Numbers(int count, Func<int, string> text) => string.Join(',', Enumerable.Range(0, count).Select(text));
        string[] rows =
            [
                $"{{\"v\":{{\"array\":[{Numbers(70000, i => $"{{\"int64\":{i}}}")}]}}}}",
                $"{{\"v\":{{\"array\":[{Numbers(300, i => $"{{\"object\":{{\"\":{{\"int64\":{i}}}}}}}")}]}}}}",
                $"{{\"v\":{{\"object\":{{{Numbers(300, i => $"\"{i:000}\":{{\"int64\":{i}}}")}}}}}}}",
            ];
        Assert.Equal(rows, await ReadAsync("t"));
    }

    [Theory]
    [InlineData("INTERVAL 1 DAY", "of the executor's kind Interval")]
    [InlineData("170141183460469231731687303715884105727::HUGEINT", "more than 38 digits")]
    public async Task What_files_cannot_hold_is_refused(string sql, string says)
    {
        await _lakehouse.RunAsync("CREATE TABLE t (v VARIANT) TBLPROPERTIES ('format-version' = '3')");
        var error = await Assert.ThrowsAsync<EngineException>(() => _lakehouse.RunAsync($"INSERT INTO t SELECT ({sql})::VARIANT"));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(0L, (await _lakehouse.RunAsync("SELECT count(*) FROM t")).Single);
    }

    [Fact]
    public async Task Variants_inside_of_lists_maps_and_structs_are_written()
    {
        await _lakehouse.RunAsync("CREATE TABLE n (id BIGINT, l VARIANT[], m MAP(VARCHAR, VARIANT), s STRUCT(a INTEGER, w VARIANT)) TBLPROPERTIES ('format-version' = '3')");
        await _lakehouse.RunAsync("INSERT INTO n VALUES (1, [1::VARIANT, NULL, 'x'::VARIANT], MAP {'k': {'a': [1, 2]}::VARIANT}, {'a': 1, 'w': DATE '2020-01-01'::VARIANT}), (2, NULL, NULL, NULL), (3, [], MAP {}, {'a': NULL, 'w': NULL})");
        Assert.Equal(
            [
                """{"id":1,"l":[{"int32":1},null,{"string":"x"}],"m":[["k",{"object":{"a":{"array":[{"int32":1},{"int32":2}]}}}]],"s":{"a":1,"w":{"date":"2020-01-01"}}}""",
                """{"id":2,"l":null,"m":null,"s":null}""",
                """{"id":3,"l":[],"m":[],"s":{"a":null,"w":null}}""",
            ], await ReadAsync("n"));
    }

    async Task<GoldenTable> RegisterAsync(string name)
    {
        var golden = GoldenTable.Load(name);
        await _lakehouse.RunAsync($"CALL tarn.system.register_table(table => 'main.{name}', metadata_file => '{golden.MetadataFile}')");
        return golden;
    }

    async Task<string[]> ReadAsync(string table, string where = "")
    {
        var fields = (await _lakehouse.Lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", table), CancellationToken.None)).Schema.Fields;
        await using var result = await _lakehouse.Session.ExecuteAsync($"SELECT * FROM {table} {where}", StatementParameters.Of(), null, CancellationToken.None);
        var rows = new List<string>();
        await foreach (var batch in result.Batches) CanonicalRows.Add(rows, batch, [.. fields]);
        return [.. CanonicalRows.Sorted(rows)];
    }
}
