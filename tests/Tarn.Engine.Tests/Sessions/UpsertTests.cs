using Tarn.Engine.Sessions;
using Tarn.Security.Identity;

namespace Tarn.Engine.Tests.Sessions;

public sealed class UpsertTests
{
    [Fact]
    public async Task Rows_replace_those_of_their_key_and_others_are_added_in_one_commit()
    {
        await using var lakehouse = await WithTableAsync();
        await using var result = await UpsertAsync(lakehouse, "select id + 1 as id, 'new' as name from t where id >= 2", new UpsertTarget(["main", "t"], ["ID"]));
        Assert.Equal(2, result.RowsAffected);
        Assert.Equal([[1, "a"], [2, "b"], [3, "new"], [4, "new"]], (await lakehouse.RunAsync("select id, name from t order by id")).Rows);
        var snapshots = (await lakehouse.Lakehouse.Catalog.LoadTableAsync(new("main", "t"), CancellationToken.None)).Metadata.Snapshots.Length;
        Assert.Equal(2, snapshots);
    }

    [Fact]
    public async Task A_column_that_the_query_leaves_out_becomes_null()
    {
        await using var lakehouse = await WithTableAsync();
        await using var result = await UpsertAsync(lakehouse, "select 3 as id", new UpsertTarget(["main", "t"], ["id"]));
        Assert.Null((await lakehouse.RunAsync("select name from t where id = 3")).Single);
    }

    [Fact]
    public async Task A_key_that_comes_twice_is_refused_unless_both_rows_are_wanted()
    {
        await using var lakehouse = await WithTableAsync();
        const string twice = "select 1 as id, x as name from (values ('x'), ('y')) v(x)";
        var error = await Assert.ThrowsAsync<EngineException>(() => UpsertAsync(lakehouse, twice, new UpsertTarget(["t"], ["id"])));
        Assert.Contains("more than once", error.Message, StringComparison.Ordinal);
        Assert.Equal(3L, (await lakehouse.RunAsync("select count(*) from t")).Single);
        await using var kept = await UpsertAsync(lakehouse, twice, new UpsertTarget(["t"], ["id"], KeepRepeatedKeys: true));
        Assert.Equal([["x"], ["y"]], (await lakehouse.RunAsync("select name from t where id = 1 order by 1")).Rows);
    }

    [Theory]
    [InlineData("select * from read_csv('/etc/passwd')", "id", EngineErrorKind.Refused)]
    [InlineData("drop table t", "id", EngineErrorKind.InvalidInput)]
    [InlineData("select 1 as id, 2 as nothing", "id", EngineErrorKind.Binding)]
    [InlineData("select 'a' as name", "id", EngineErrorKind.Binding)]
    [InlineData("select 1 as id", "nothing", EngineErrorKind.Binding)]
    public async Task What_is_not_a_query_of_the_tables_columns_is_refused_and_the_table_stays(string query, string key, EngineErrorKind kind)
    {
        await using var lakehouse = await WithTableAsync();
        var error = await Assert.ThrowsAsync<EngineException>(() => UpsertAsync(lakehouse, query, new UpsertTarget(["t"], [key])));
        Assert.Equal(kind, error.Kind);
        Assert.Equal(3L, (await lakehouse.RunAsync("select count(*) from t")).Single);
    }

    [Fact]
    public async Task Who_may_only_read_may_not_upsert()
    {
        await using var lakehouse = await WithTableAsync();
        await using var viewer = lakehouse.Lakehouse.OpenSession(new Principal("eve", PrincipalKind.User, ["viewer"]));
        var error = await Assert.ThrowsAsync<EngineException>(() => viewer.UpsertAsync("select 1 as id", new UpsertTarget(["t"], ["id"]), null, CancellationToken.None));
        Assert.Equal(EngineErrorKind.Forbidden, error.Kind);
    }

    [Fact]
    public async Task Writers_at_once_lose_nothing()
    {
        await using var lakehouse = await WithTableAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async n => await (await UpsertAsync(
            lakehouse, $"select 10 + {n} as id, 'n' as name union all select id, name || {n} from t where id = 1", new UpsertTarget(["t"], ["id"]))).DisposeAsync()));
        Assert.Equal(7L, (await lakehouse.RunAsync("select count(*) from t")).Single);
        Assert.Equal("a0123", (await lakehouse.RunAsync("select 'a' || string_agg(x, '' order by x) from (select unnest(string_split(name[2:], '')) as x from t where id = 1)")).Single);
    }

    static Task<StatementResult> UpsertAsync(TestLakehouse lakehouse, string query, UpsertTarget target) => lakehouse.Session.UpsertAsync(query, target, null, CancellationToken.None);

    static async Task<TestLakehouse> WithTableAsync()
    {
        var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync("create table t as select * from (values (1, 'a'), (2, 'b'), (3, 'c')) v(id, name)");
        return lakehouse;
    }
}
