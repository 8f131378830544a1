using Tarn.Engine.Tests.Sessions;

namespace Tarn.Engine.Tests.Transactions;

/// <summary>Another session changes tables between a statement's look at them and its commit: both happened, or the statement says why it did not and the other's work stands.</summary>
public sealed class SecondWriterTests
{
    const string Rows = "select string_agg(id || coalesce(name, '?'), ' ' order by id) from t";

    [Theory]
    [InlineData("alter table t add column more int", "insert into t values (9, 'z')", "select count(more) + count(*) from t", "3")]
    [InlineData("alter table t add column more int", "alter table t add column other int", "select count(*) from (describe t) where column_name in ('more', 'other')", "2")]
    [InlineData("alter table t rename column name to label", "insert into t values (9, 'z')", "select string_agg(id || label, ' ' order by id) from t", "1a 2b 9z")]
    [InlineData("alter table t set tblproperties ('a' = '1')", "alter table t set tblproperties ('b' = '2')", Rows, "1a 2b")]
    [InlineData("alter table t create tag g", "insert into t values (9, 'z')", "select count(*) from t version as of 'g'", "2")]
    [InlineData("truncate table t", "alter table t set tblproperties ('a' = '1')", "select count(*) from t", "0")]
    [InlineData("call tarn.system.rollback_to_snapshot('t', {first})", "alter table t add column more int", Rows, "1a 2b")]
    [InlineData("call tarn.system.cherrypick_snapshot('t', {staged})", "insert into t values (9, 'z')", Rows, "1a 2b 5w 9z")]
    [InlineData("analyze table t compute statistics", "insert into t values (9, 'z')", Rows, "1a 2b 9z")]
    [InlineData("alter table t rename to m", "insert into t values (9, 'z')", "select string_agg(id || name, ' ' order by id) from m", "1a 2b 9z")]
    [InlineData("begin; insert into t values (8, 'y'); commit", "insert into t values (9, 'z')", Rows, "1a 2b 8y 9z")]
    [InlineData("create table if not exists n (id int)", "create table n (id int, mine int)", "select count(mine) from n", "0")]
    public async Task Both_changes_stand(string statement, string other, string query, string wanted)
    {
        await using var lakehouse = await LakehouseAsync();
        await Between(lakehouse, other);
        await RunAsync(lakehouse, statement);
        Assert.Null(lakehouse.Catalog.BeforeCommit);
        Assert.Equal(wanted, (await lakehouse.RunAsync(query)).Single?.ToString());
    }

    [Theory]
    [InlineData("alter table t add column more int", "alter table t add column more varchar", EngineErrorKind.InvalidInput, "more", Rows, "1a 2b")]
    [InlineData("alter table t drop column name", "alter table t rename column name to label", EngineErrorKind.InvalidInput, "name", "select string_agg(label, '' order by id) from t", "ab")]
    [InlineData("alter table t add column more int", "drop table t", EngineErrorKind.NotFound, "main.t", "select 'gone'", "gone")]
    [InlineData("insert into t values (8, 'y')", "drop table t", EngineErrorKind.NotFound, "main.t", "select 'gone'", "gone")]
    [InlineData("begin; insert into t values (8, 'y'); delete from t where id = 1; commit", "delete from t where id = 1", EngineErrorKind.Conflict, "", Rows, "2b")]
    [InlineData("create table n (id int)", "create table n (id int, mine int)", EngineErrorKind.AlreadyExists, "main.n", "select count(mine) from n", "0")]
    [InlineData("create table n as select 1 as id", "create table n as select 2 as id", EngineErrorKind.Conflict, "main.n", "select id from n", "2")]
    [InlineData("drop table t", "drop table t", EngineErrorKind.NotFound, "main.t", "select 'gone'", "gone")]
    [InlineData("alter table t rename to m", "create table m as select 3 as id", EngineErrorKind.AlreadyExists, "main.m", "select id from m", "3")]
    [InlineData("alter table t rename to m", "drop table t", EngineErrorKind.NotFound, "main.t", "select 'gone'", "gone")]
    [InlineData("call tarn.system.register_table('main.n', '{file}')", "create table n as select 2 as id", EngineErrorKind.AlreadyExists, "main.n", "select id from n", "2")]
    [InlineData("alter table t create tag g", "alter table t create branch g", EngineErrorKind.AlreadyExists, "g", Rows, "1a 2b")]
    [InlineData("alter table t alter column id type varchar rewrite", "insert into t values (9, 'z')", EngineErrorKind.Conflict, "main.t", Rows, "1a 2b 9z")]
    public async Task The_second_says_why_and_the_first_stands(string statement, string other, EngineErrorKind kind, string named, string query, string wanted)
    {
        await using var lakehouse = await LakehouseAsync();
        await Between(lakehouse, other);
        var error = await Assert.ThrowsAsync<EngineException>(() => RunAsync(lakehouse, statement));
        Assert.Null(lakehouse.Catalog.BeforeCommit);
        Assert.True(kind == error.Kind, $"{error.Kind}: {error.Message}");
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Equal(wanted, (await lakehouse.RunAsync(query)).Single?.ToString());
    }

    static async Task<TestLakehouse> LakehouseAsync()
    {
        var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync("create table t tblproperties ('write.wap.enabled' = 'true') as select * from (values (1, 'a'), (2, 'b')) x(id, name)");
        await lakehouse.RunAsync("set tarn.wap_id = 'w'");
        await lakehouse.RunAsync("insert into t values (5, 'w')");
        await lakehouse.RunAsync("reset tarn.wap_id");
        return lakehouse;
    }

    static Task Between(TestLakehouse lakehouse, string other)
    {
        lakehouse.Catalog.BeforeCommit = async () =>
        {
            await using var session = lakehouse.Lakehouse.OpenSession(lakehouse.Session.Principal);
            await TestLakehouse.RunAsync(session, other);
        };
        return Task.CompletedTask;
    }

    static async Task RunAsync(TestLakehouse lakehouse, string statements)
    {
        var table = await lakehouse.Lakehouse.Catalog.LoadTableAsync(new("main", "t"), CancellationToken.None);
        foreach (var statement in statements.Split("; "))
            await lakehouse.RunAsync(statement.Replace("{first}", $"{table.Metadata.Snapshots[0].SnapshotId}", StringComparison.Ordinal)
                .Replace("{staged}", $"{table.Metadata.Snapshots[1].SnapshotId}", StringComparison.Ordinal).Replace("{file}", table.MetadataLocation, StringComparison.Ordinal));
    }
}
