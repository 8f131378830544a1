namespace Tarn.Engine.Tests.Sessions;

/// <summary><c>SELECT count(*) FROM t</c> is answered from manifests where they know, and is the number of rows that are there in any case.</summary>
public sealed class RowCountTests
{
    /// <summary>Rows inserted, and taken out by a DELETE that marks or rewrites.</summary>
    const int Rows = 1000, Deleted = 10;

    [Theory]
    [InlineData("select count(*) from t", "count_star()")]
    [InlineData("select count() from t", "count_star()")]
    [InlineData("from t select COUNT ( * ) as n", "n")]
    [InlineData("select n: count(*) from main.t as x limit 5", "n")]
    [InlineData("/* a */ select /* é */ \"count\"(*) total from main.t -- b", "total")]
    [InlineData("with t2 as (select count(*) as n from t) select n from t2", "n")]
    [InlineData("select (select count(*) from t) as n", "n")]
    [InlineData("select n from v", "n")]
    [InlineData("select count(*) as n from t.branch_main", "n")]
    public async Task Manifests_tell(string sql, string name)
    {
        await using var lakehouse = await LakehouseAsync(version: 3);
        var answer = await lakehouse.RunAsync(sql);
        Assert.Equal([(long)(Rows - Deleted)], answer.Rows.Single());
        Assert.Equal(name, answer.Result.Schema!.Columns[0].Name);
        Assert.Equal((2, 0), (answer.Result.Counts.FilesConsidered, answer.Result.Counts.FilesRead));
    }

    [Theory]
    [InlineData("select count(*) from t where id < 5", 5)]
    [InlineData("select count(*) from t where id % 2 = 0", Rows / 2)]
    [InlineData("select count(id) from t", Rows - Deleted)]
    [InlineData("select count(*) filter (id < 5) from t", 5)]
    [InlineData("select count(distinct id) from t", Rows - Deleted)]
    [InlineData("select count(*) over () from t limit 1", Rows - Deleted)]
    [InlineData("select count(*) + 1 from t", Rows - Deleted + 1)]
    [InlineData("select count(*) from t group by id % 1", Rows - Deleted)]
    [InlineData("select count(*) from t, (values (1), (2))", (Rows - Deleted) * 2)]
    [InlineData("select count(*) from (select * from t limit 7)", 7)]
    [InlineData("select count(*) from t using sample 7 rows", 7)]
    [InlineData("select count(*) from t as x(a) having max(a) > 5", Rows - Deleted)]
    public async Task Rows_are_read_where_more_than_their_number_is_asked(string sql, long expected)
    {
        await using var lakehouse = await LakehouseAsync(version: 3);
        var answer = await lakehouse.RunAsync(sql);
        Assert.Equal([expected], answer.Rows.Single());
        Assert.NotEqual(0, answer.Result.Counts.FilesRead);
    }

    /// <summary>Position delete files may name a row twice: only reading them tells.</summary>
    [Fact]
    public async Task Rows_are_read_where_position_delete_files_stand()
    {
        await using var lakehouse = await LakehouseAsync(version: 2);
        var answer = await lakehouse.RunAsync("select count(*) from t");
        Assert.Equal([(long)(Rows - Deleted)], answer.Rows.Single());
        Assert.Equal(2, answer.Result.Counts.FilesRead);
    }

    [Fact]
    public async Task Each_state_has_its_own_number_and_explain_says_whence()
    {
        await using var lakehouse = await LakehouseAsync(version: 3);
        Assert.Equal([0L], (await lakehouse.RunAsync("select count(*) from empty")).Rows.Single());
        var first = (await lakehouse.RunAsync("select min_by(snapshot_id, committed_at) from t.snapshots")).Rows[0][0];
        Assert.Equal([(long)Rows / 2], (await lakehouse.RunAsync($"select count(*) from t version as of {first}")).Rows.Single());
        Assert.Empty((await lakehouse.RunAsync("select count(*) from t limit 0")).Rows);
        var plan = await lakehouse.RunAsync("explain select count(*) from t");
        Assert.Contains(plan.Rows, r => (string)r[1]! is { } text && text.Contains("2 files considered, 0 pruned, 0 read, 0 bytes; rows counted from manifests", StringComparison.Ordinal));
        await lakehouse.RunAsync("begin");
        await lakehouse.RunAsync("insert into t values (5000)");
        Assert.Equal([(long)(Rows - Deleted + 1)], (await lakehouse.RunAsync("select count(*) from t")).Rows.Single());
        await lakehouse.RunAsync("rollback");
        await lakehouse.RunAsync("create table copied as select count(*) from t");
        Assert.Equal([(long)(Rows - Deleted)], (await lakehouse.RunAsync("select \"count_star()\" from copied")).Rows.Single());
    }

    static async Task<TestLakehouse> LakehouseAsync(int version)
    {
        var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync($"create table t (id bigint) tblproperties ('format-version' = '{version}', 'write.delete.mode' = 'merge-on-read')");
        await lakehouse.RunAsync("create table empty (id bigint)");
        for (var half = 0; half < 2; half++) await lakehouse.RunAsync($"insert into t select i from range({half * Rows / 2}, {(half + 1) * Rows / 2}) r(i)");
        await lakehouse.RunAsync($"delete from t where id % {Rows / Deleted} = 7");
        await lakehouse.RunAsync("create view v as select count(*) as n from t");
        return lakehouse;
    }
}
