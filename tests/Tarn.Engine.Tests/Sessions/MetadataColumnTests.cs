using Tarn.Engine.Native;

namespace Tarn.Engine.Tests.Sessions;

/// <summary>Columns that every table has besides its own: in any query, and in no star.</summary>
public sealed class MetadataColumnTests : IAsyncLifetime
{
    readonly TestLakehouse _lakehouse = new();

    public async Task InitializeAsync()
    {
        await _lakehouse.RunAsync("CREATE NAMESPACE main");
        await _lakehouse.RunAsync("CREATE TABLE t (id BIGINT, d DATE, name VARCHAR) PARTITIONED BY (d) TBLPROPERTIES ('format-version' = '3')");
        await _lakehouse.RunAsync("INSERT INTO t VALUES (1, '2024-01-01', 'a'), (2, '2024-01-01', 'b'), (3, '2024-01-02', 'c')");
        await _lakehouse.RunAsync("INSERT INTO t VALUES (4, NULL, 'd')");
    }

    public Task DisposeAsync() => _lakehouse.DisposeAsync().AsTask();

    [Theory]
    [InlineData("SELECT id, _pos, _spec_id FROM t WHERE d = '2024-01-01' ORDER BY id", "1|0|0;2|1|0")]
    [InlineData("SELECT id, _partition.d FROM t ORDER BY id", "1|19723;2|19723;3|19724;4|")]
    [InlineData("SELECT t.id, T._POS FROM main.t WHERE t._pos = 1", "2|1")]
    [InlineData("SELECT *, _pos FROM t WHERE id = 3", "3|19724|c|0")]
    [InlineData("SELECT t.*, _pos FROM t WHERE id = 3", "3|19724|c|0")]
    [InlineData("SELECT * EXCLUDE (d), _pos FROM t WHERE id = 3", "3|c|0")]
    [InlineData("SELECT * EXCLUDE d, _pos FROM t WHERE id = 3", "3|c|0")]
    [InlineData("SELECT * FROM t WHERE _spec_id = 0 AND id = 1", "1|19723|a")]
    [InlineData("SELECT * FROM (SELECT *, _pos AS p FROM t) WHERE id = 2", "2|19723|b|1")]
    [InlineData("SELECT * FROM (SELECT id, _pos FROM t) WHERE id = 2", "2|1")]
    [InlineData("SELECT a.id, b._pos FROM t a JOIN t b ON a.id = b.id AND a._file = b._file WHERE a._pos = 1", "2|1")]
    [InlineData("SELECT *, a._pos FROM t a JOIN (SELECT 3 AS x) b ON a.id = b.x", "3|19724|c|3|0")]
    [InlineData("SELECT count(*) FROM t GROUP BY _file ORDER BY 1 DESC LIMIT 1", "2")]
    [InlineData("SELECT count(DISTINCT _file) FROM t", "3")]
    [InlineData("WITH x AS (SELECT id, _row_id FROM t) SELECT count(DISTINCT _row_id) FROM x", "4")]
    [InlineData("SELECT id, (SELECT max(_pos) FROM t AS u WHERE u.d = t.d) FROM t WHERE id < 3 ORDER BY 1", "1|1;2|1")]
    [InlineData("SELECT max(_last_updated_sequence_number), min(_last_updated_sequence_number) FROM t", "2|1")]
    [InlineData("SELECT _pos FROM t AT (TIMESTAMP => now()) WHERE id = 2", "1")]
    [InlineData("SELECT _file, _partition, _pos, _row_id FROM t WHERE id = 99", "")]
    public async Task They_can_be_named_anywhere_and_stars_leave_them_out(string sql, string expected) => Assert.Equal(expected, Text(await _lakehouse.RunAsync(sql)));

    [Fact]
    public async Task A_file_is_named_by_its_location_and_an_unpartitioned_table_has_no_partition()
    {
        await _lakehouse.RunAsync("CREATE TABLE plain (id BIGINT)");
        await _lakehouse.RunAsync("INSERT INTO plain VALUES (1)");
        var row = Assert.Single((await _lakehouse.RunAsync("SELECT _file, _partition, _row_id, _last_updated_sequence_number FROM plain")).Rows);
        Assert.StartsWith($"file://{_lakehouse.WarehouseFolder}/", Assert.IsType<string>(row[0]), StringComparison.Ordinal);
        Assert.Equal([null, null, null], row[1..]);
    }

    [Fact]
    public async Task Rows_from_before_an_upgrade_have_a_history_from_the_first_commit_after_it()
    {
        await _lakehouse.RunAsync("CREATE TABLE old (id BIGINT)");
        await _lakehouse.RunAsync("INSERT INTO old VALUES (1)");
        await _lakehouse.RunAsync("ALTER TABLE old SET TBLPROPERTIES ('format-version' = '3')");
        Assert.Equal("|", Text(await _lakehouse.RunAsync("SELECT _row_id, _last_updated_sequence_number FROM old")));
        await _lakehouse.RunAsync("INSERT INTO old VALUES (2)");
        Assert.Equal("1|1;2|2", Text(await _lakehouse.RunAsync("SELECT id, _last_updated_sequence_number FROM old WHERE _row_id IS NOT NULL ORDER BY id")));
    }

    [Fact]
    public async Task A_column_of_the_tables_own_goes_before_a_metadata_column_of_its_name()
    {
        await _lakehouse.RunAsync("CREATE TABLE own (id BIGINT, _pos VARCHAR)");
        await _lakehouse.RunAsync("INSERT INTO own VALUES (1, 'mine')");
        Assert.Equal("1|mine|mine", Text(await _lakehouse.RunAsync("SELECT *, _pos FROM own WHERE _pos = 'mine' AND _spec_id = 0")));
    }

    [Fact]
    public async Task A_view_has_only_the_columns_that_it_names()
    {
        await _lakehouse.RunAsync("CREATE VIEW v AS SELECT id, _pos AS place FROM t");
        Assert.Equal("2|1", Text(await _lakehouse.RunAsync("SELECT id, place FROM v WHERE id = 2")));
        Assert.Equal(EngineErrorKind.Binding, (await _lakehouse.FailAsync("SELECT _pos FROM v")).Kind);
    }

    static string Text(TestLakehouse.Answer answer) => string.Join(';', answer.Rows.Select(r => string.Join('|', r.Select(v => v is DecimalValue d ? d.ToString() : $"{v}"))));
}
