using Tarn.Engine.Sessions;
using Tarn.Engine.Tests.Scans;
using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Storage;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Writes;

/// <summary>Values of every type go through INSERT and CREATE TABLE AS and come back as they were: in data, in partitions and past the bounds.</summary>
public sealed class RoundTripTests : IAsyncLifetime
{
    const string Columns =
        "id BIGINT, b BOOLEAN, i INTEGER, l BIGINT, f FLOAT, d DOUBLE, d9 DECIMAL(9,2), d18 DECIMAL(18,4), d38 DECIMAL(38,10), day DATE, tm TIME, ts TIMESTAMP, tz TIMESTAMPTZ, ns TIMESTAMP_NS, "
        + "tzns TIMESTAMPTZ_NS, s VARCHAR, u UUID, fx FIXED(4), bin BLOB, st STRUCT(x INTEGER, y VARCHAR), li DOUBLE[], ll INTEGER[][], m MAP(VARCHAR, BIGINT), v VARIANT";

    /// <summary>The rows as SQL, and each value as the canonical form has it.</summary>
    static readonly (string Sql, string Canonical)[] Rows =
    [
        (
            "1, true, 2147483647, 9223372036854775807, 'nan'::FLOAT, 'inf'::DOUBLE, 9999999.99, 99999999999999.9999, 9999999999999999999999999999.9999999999, DATE '9999-12-31', TIME '23:59:59.999999', "
            + "TIMESTAMP '9999-12-31 23:59:59.999999', TIMESTAMPTZ '9999-12-31 23:59:59.999999+00', TIMESTAMP_NS '2262-04-11 23:47:16.854775806', TIMESTAMP_NS '2262-04-11 23:47:16.854775806', "
            + "'ä\"\\☃𝄞' || chr(10) || chr(1), uuid 'ffffffff-ffff-ffff-ffff-ffffffffffff', '\\xFF\\xFF\\xFF\\xFF'::BLOB, '\\x00\\xFF'::BLOB, {'x': 1, 'y': ''}, ['nan'::DOUBLE, '-0.0'::DOUBLE, NULL], "
            + "[[1, NULL], [], NULL], MAP {'': 1, 'ä': NULL}, {'a': ['1', 'x', NULL], 'b': DATE '2020-01-01'}::VARIANT",
            """{"id":1,"b":true,"i":2147483647,"l":"9223372036854775807","f":"NaN","d":"Infinity","d9":"9999999.99","d18":"99999999999999.9999","d38":"9999999999999999999999999999.9999999999","day":"9999-12-31","tm":"23:59:59.999999","ts":"9999-12-31T23:59:59.999999","tz":"9999-12-31T23:59:59.999999+00:00","ns":"2262-04-11T23:47:16.854775806","tzns":"2262-04-11T23:47:16.854775806+00:00","s":"ä\"\\☃𝄞\n\u0001","u":"ffffffff-ffff-ffff-ffff-ffffffffffff","fx":"ffffffff","bin":"00ff","st":{"x":1,"y":""},"li":["NaN","-0.0",null],"ll":[[1,null],[],null],"m":[["\"\"",1],["ä",null]],"v":{"object":{"a":{"array":[{"string":"1"},{"string":"x"},{"null":null}]},"b":{"date":"2020-01-01"}}}}"""
        ),
        (
            "2, false, -2147483648, '-9223372036854775808'::BIGINT, '-inf'::FLOAT, '-0.0'::DOUBLE, -9999999.99, -99999999999999.9999, -9999999999999999999999999999.9999999999, DATE '0001-01-01', TIME '00:00:00', "
            + "TIMESTAMP '0001-01-01 00:00:00', TIMESTAMPTZ '0001-01-01 00:00:00+00', TIMESTAMP_NS '1677-09-22 00:00:00.000000001', TIMESTAMP_NS '1969-12-31 23:59:59.999999999', '', "
            + "uuid '00000000-0000-0000-0000-000000000000', '\\x00\\x00\\x00\\x00'::BLOB, ''::BLOB, {'x': NULL, 'y': NULL}, [], [], MAP {}, 12345678901::VARIANT",
            """{"id":2,"b":false,"i":-2147483648,"l":"-9223372036854775808","f":"-Infinity","d":"-0.0","d9":"-9999999.99","d18":"-99999999999999.9999","d38":"-9999999999999999999999999999.9999999999","day":"0001-01-01","tm":"00:00:00.000000","ts":"0001-01-01T00:00:00.000000","tz":"0001-01-01T00:00:00.000000+00:00","ns":"1677-09-22T00:00:00.000000001","tzns":"1969-12-31T23:59:59.999999999+00:00","s":"","u":"00000000-0000-0000-0000-000000000000","fx":"00000000","bin":"","st":{"x":null,"y":null},"li":[],"ll":[],"m":[],"v":{"int64":12345678901}}"""
        ),
        (
            "3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
            """{"id":3,"b":null,"i":null,"l":null,"f":null,"d":null,"d9":null,"d18":null,"d38":null,"day":null,"tm":null,"ts":null,"tz":null,"ns":null,"tzns":null,"s":null,"u":null,"fx":null,"bin":null,"st":null,"li":null,"ll":null,"m":null,"v":null}"""
        ),
    ];

    readonly TestLakehouse _lakehouse = new();

    public async Task InitializeAsync()
    {
        await _lakehouse.RunAsync("CREATE NAMESPACE main");
        await _lakehouse.RunAsync($"CREATE TABLE every ({Columns}) TBLPROPERTIES ('format-version' = '3')");
        await _lakehouse.RunAsync($"INSERT INTO every VALUES {string.Join(", ", Rows.Select(r => $"({r.Sql})"))}");
    }

    public Task DisposeAsync() => _lakehouse.DisposeAsync().AsTask();

    [Fact]
    public async Task Inserted_values_come_back_as_they_were() => Assert.Equal(Lines(Expected()), Lines(await ReadAsync("every")));

    [Fact]
    public async Task Values_go_from_table_to_table()
    {
        await _lakehouse.RunAsync($"CREATE TABLE again ({Columns}) TBLPROPERTIES ('format-version' = '3')");
        await _lakehouse.RunAsync("INSERT INTO again SELECT * FROM every");
        Assert.Equal(Lines(Expected()), Lines(await ReadAsync("again")));
        await _lakehouse.RunAsync("CREATE TABLE copied TBLPROPERTIES ('format-version' = '3') AS SELECT * EXCLUDE (tzns, fx) FROM every");
        var copied = await ReadAsync("copied");
        Assert.Equal(Expected().Select(r => System.Text.RegularExpressions.Regex.Replace(r, "\"(tzns|fx)\":(null|\"[^\"]*\"),", "")), copied);
    }

    /// <summary>Each value is found by its own equality, so no bound cuts it off and no partition misplaces it.</summary>
    [Theory]
    [InlineData("b")]
    [InlineData("i")]
    [InlineData("l")]
    [InlineData("f")]
    [InlineData("d")]
    [InlineData("d9")]
    [InlineData("d18")]
    [InlineData("d38")]
    [InlineData("day")]
    [InlineData("tm")]
    [InlineData("ts")]
    [InlineData("tz")]
    [InlineData("ns")]
    [InlineData("tzns")]
    [InlineData("s")]
    [InlineData("u")]
    [InlineData("fx")]
    [InlineData("bin")]
    public async Task A_partition_of_a_type_keeps_its_values(string column)
    {
        await _lakehouse.RunAsync($"CREATE TABLE parted ({Columns}) PARTITIONED BY ({column}) TBLPROPERTIES ('format-version' = '3')");
        await _lakehouse.RunAsync("INSERT INTO parted SELECT * FROM every");
        Assert.Equal(Lines(Expected()), Lines(await ReadAsync("parted")));
        var partitions = await _lakehouse.RunAsync($"SELECT count(*) FROM parted p JOIN parted.files f ON p._file = f.file_path WHERE p.{column} IS NOT DISTINCT FROM f.partition.{column}");
        Assert.Equal(3L, partitions.Single);
        var found = await _lakehouse.RunAsync($"SELECT count(*) FROM every a JOIN parted b ON a.{column} = b.{column} WHERE a.id < 3");
        Assert.Equal(2L, found.Single);
        Assert.Equal(1L, (await _lakehouse.RunAsync($"SELECT count(*) FROM parted WHERE {column} IS NULL")).Single);
    }

    [Fact]
    public async Task Long_texts_and_their_bounds_are_kept()
    {
        await _lakehouse.RunAsync("CREATE TABLE long (id BIGINT, s VARCHAR, bin BLOB) TBLPROPERTIES ('format-version' = '2')");
        await _lakehouse.RunAsync("INSERT INTO long VALUES (1, repeat('𝄞', 262144), repeat('z', 1048576)::BLOB), (2, repeat(chr(1114111), 40), ''::BLOB)");
        var answer = await _lakehouse.RunAsync("SELECT strlen(s), octet_length(bin) FROM long WHERE s >= '𝄞' ORDER BY id");
        Assert.Equal([1048576L, 1048576L], answer.Rows[0].Select(Convert.ToInt64));
        Assert.Equal(2, answer.Rows.Count);
        Assert.Equal(1L, (await _lakehouse.RunAsync("SELECT count(*) FROM long WHERE s = repeat('𝄞', 262144)")).Single);
    }

    /// <summary>PyArrow reads the files that Tarn wrote: types with their zones, values with their last digit.</summary>
    [SharedFact(PythonPeer.Needs)]
    public async Task A_peer_reads_instants_in_nanoseconds()
    {
        var table = await _lakehouse.Lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", "every"), CancellationToken.None);
        var file = Directory.EnumerateFiles(Path.Combine(Location.Parse(table.Location).LocalPath, "data"), "*.parquet").Single();
        var output = await PythonPeer.RunAsync("""
            import sys, pyarrow.parquet as pq
            t = pq.read_table(sys.argv[1], columns=['tzns', 'ns', 'd38', 'fx'])
            print([str(f.type) for f in t.schema], t.column('tzns').cast('int64').to_pylist(), t.column('d38').to_pylist()[0])
            """, file);
        Assert.Equal("['timestamp[ns, tz=UTC]', 'timestamp[ns]', 'decimal128(38, 10)', 'fixed_size_binary[4]'] [9223372036854775806, -1, None] 9999999999999999999999999999.9999999999", output.Trim());
    }

    /// <summary>Spark takes the files that Tarn wrote into a table of its own and reads them, shredded variants too.</summary>
    [SharedFact(SparkPeer.Needs)]
    [Trait("Duration", "slow")]
    public async Task Spark_reads_the_files()
    {
        const string Names = "id, i, d, d38, day, tz, s, bin, li, v";
        await _lakehouse.RunAsync($"CREATE TABLE peer TBLPROPERTIES ('format-version' = '3') AS SELECT {Names} FROM every");
        var table = await _lakehouse.Lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", "peer"), CancellationToken.None);
        using var warehouse = new TemporaryFolder();
        var answers = await SparkPeer.RunAsync(warehouse.Path, $"""
            create table local.db.p (id bigint, i int, d double, d38 decimal(38,10), day date, tz timestamp, s string, bin binary, li array<double>, v variant) using iceberg tblproperties ('format-version'='3');
            call local.system.add_files(table => 'db.p', source_table => '`parquet`.`{Location.Parse(table.Location).LocalPath}/data`');
            select id, i, d, d38, day, tz, s, bin, li, cast(v as string) v from local.db.p order by id
            """);
        Assert.Equal(
            """
            {"id":1,"i":2147483647,"d":"Infinity","d38":"9999999999999999999999999999.9999999999","day":"9999-12-31","tz":"9999-12-31T23:59:59.999999Z","s":"ä\"\\☃𝄞\n\u0001","bin":"00ff","li":["NaN",-0.0,null],"v":"{\"a\":[\"1\",\"x\",null],\"b\":\"2020-01-01\"}"}
            {"id":2,"i":-2147483648,"d":-0.0,"d38":"-9999999999999999999999999999.9999999999","day":"0001-01-01","tz":"0001-01-01T00:00:00.000000Z","s":"","bin":"","li":[],"v":"12345678901"}
            {"id":3,"i":null,"d":null,"d38":null,"day":null,"tz":null,"s":null,"bin":null,"li":null,"v":null}
            """, string.Join('\n', answers[^1].Rows.Select(r => r.GetRawText())));
    }

    static string Lines(IEnumerable<string> rows) => string.Join('\n', rows);

    static IEnumerable<string> Expected() => Rows.Select(r => r.Canonical.Replace("\"\\\"\\\"\"", "\"\"", StringComparison.Ordinal));

    async Task<List<string>> ReadAsync(string table)
    {
        var fields = (await _lakehouse.Lakehouse.Catalog.LoadTableAsync(new TableIdentifier("main", table), CancellationToken.None)).Schema.Fields;
        await using var result = await _lakehouse.Session.ExecuteAsync($"SELECT * FROM {table}", StatementParameters.Of(), null, CancellationToken.None);
        var rows = new List<string>();
        await foreach (var batch in result.Batches) CanonicalRows.Add(rows, batch, [.. fields]);
        return [.. CanonicalRows.Sorted(rows)];
    }
}
