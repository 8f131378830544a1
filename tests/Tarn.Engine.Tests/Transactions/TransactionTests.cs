using Tarn.Engine.Sessions;
using Tarn.Engine.Tests.Sessions;
using Tarn.Security.Identity;

namespace Tarn.Engine.Tests.Transactions;

public sealed class TransactionTests
{
    [Fact]
    public async Task Several_tables_become_visible_together_and_the_writer_sees_its_own_rows_before()
    {
        await using var lakehouse = await TablesAsync();
        await using var other = lakehouse.Lakehouse.OpenSession(Principal.Local("other"));
        await lakehouse.RunAsync("begin transaction");
        await lakehouse.RunAsync("insert into a values (3, 'c')");
        await lakehouse.RunAsync("update b set name = 'z' where id = 1");
        await lakehouse.RunAsync("delete from a where id = 1");
        await lakehouse.RunAsync("merge into a using b on a.id = b.id when matched then update set name = b.name when not matched then insert *");
        Assert.Equal([[1, "z"], [2, "b"], [3, "c"]], (await lakehouse.RunAsync("select id, name from a order by id")).Rows);
        Assert.Equal([[1, "a"], [2, "b"]], await RowsAsync(other, "a"));
        Assert.Equal([[1, "a"], [2, "b"]], await RowsAsync(other, "b"));
        var answer = await lakehouse.RunAsync("commit");
        Assert.Equal("Transaction committed: 2 tables changed.", answer.Result.Message);
        Assert.Equal([[1, "z"], [2, "b"], [3, "c"]], await RowsAsync(other, "a"));
        Assert.Equal([[1, "z"], [2, "b"]], await RowsAsync(other, "b"));
    }

    [Fact]
    public async Task Reads_are_of_the_moment_that_it_began_whatever_others_commit_meanwhile()
    {
        await using var lakehouse = await TablesAsync();
        await using var other = lakehouse.Lakehouse.OpenSession(Principal.Local("other"));
        await lakehouse.RunAsync("begin");
        await TestLakehouse.RunAsync(other, "insert into a values (9, 'x')");
        await TestLakehouse.RunAsync(other, "create table late as select 1 as id");
        Assert.Equal(2L, (await lakehouse.RunAsync("select count(*) from a")).Single);
        await TestLakehouse.RunAsync(other, "begin");
        await TestLakehouse.RunAsync(other, "insert into a values (10, 'x')");
        await TestLakehouse.RunAsync(other, "insert into b values (10, 'x')");
        await TestLakehouse.RunAsync(other, "commit");
        Assert.Equal(2L, (await lakehouse.RunAsync("select count(*) from b")).Single);
        Assert.Equal(EngineErrorKind.NotFound, (await lakehouse.FailAsync("select * from late")).Kind);
        await lakehouse.RunAsync("rollback");
        Assert.Equal(4L, (await lakehouse.RunAsync("select count(*) from a")).Single);
    }

    [Fact]
    public async Task A_rollback_and_a_session_that_ends_leave_no_file()
    {
        await using var lakehouse = await TablesAsync();
        var before = Files(lakehouse);
        await lakehouse.RunAsync("begin");
        await lakehouse.RunAsync("insert into a values (3, 'c')");
        await lakehouse.RunAsync("update a set name = 'q'");
        await lakehouse.RunAsync("delete from b where id = 1");
        Assert.NotEqual(before, Files(lakehouse));
        await lakehouse.RunAsync("rollback work");
        Assert.Equal(before, Files(lakehouse));
        await using (var other = lakehouse.Lakehouse.OpenSession(Principal.Local("other")))
        {
            await TestLakehouse.RunAsync(other, "start transaction");
            await TestLakehouse.RunAsync(other, "insert into a values (3, 'c')");
        }
        Assert.Equal(before, Files(lakehouse));
        Assert.Equal([[1, "a"], [2, "b"]], (await lakehouse.RunAsync("select id, name from a order by id")).Rows);
    }

    [Fact]
    public async Task What_another_writer_added_is_kept_where_both_can_stand()
    {
        await using var lakehouse = await TablesAsync();
        await using var other = lakehouse.Lakehouse.OpenSession(Principal.Local("other"));
        await lakehouse.RunAsync("begin");
        await lakehouse.RunAsync("insert into a values (3, 'c')");
        await lakehouse.RunAsync("insert into a values (4, 'd')");
        await lakehouse.RunAsync("update b set name = 'z' where id = 2 options ('isolation-level' = 'snapshot')");
        await TestLakehouse.RunAsync(other, "insert into a values (5, 'e')");
        await TestLakehouse.RunAsync(other, "insert into b values (5, 'e')");
        await lakehouse.RunAsync("commit");
        Assert.Equal([[1, "a"], [2, "b"], [3, "c"], [4, "d"], [5, "e"]], await RowsAsync(other, "a"));
        Assert.Equal([[1, "a"], [2, "z"], [5, "e"]], await RowsAsync(other, "b"));
    }

    [Fact]
    public async Task A_conflict_in_one_table_undoes_all_of_them()
    {
        await using var lakehouse = await TablesAsync();
        await using var other = lakehouse.Lakehouse.OpenSession(Principal.Local("other"));
        await lakehouse.RunAsync("begin");
        await lakehouse.RunAsync("insert into a values (3, 'c')");
        await lakehouse.RunAsync("update b set name = 'z' where id = 2");
        await TestLakehouse.RunAsync(other, "update b set name = 'y' where id = 2");
        var files = Files(lakehouse);
        var error = await lakehouse.FailAsync("commit");
        Assert.Equal(EngineErrorKind.Conflict, error.Kind);
        Assert.StartsWith("The transaction was rolled back, and nothing of it happened", error.Message, StringComparison.Ordinal);
        Assert.Equal([[1, "a"], [2, "b"]], await RowsAsync(other, "a"));
        Assert.Equal([[1, "a"], [2, "y"]], await RowsAsync(other, "b"));
        Assert.True(Files(lakehouse).Length < files.Length);
        Assert.Equal(EngineErrorKind.InvalidInput, (await lakehouse.FailAsync("commit")).Kind);
    }

    [Fact]
    public async Task A_table_that_was_changed_twice_is_not_moved_over_another_writers_commit()
    {
        await using var lakehouse = await TablesAsync();
        await using var other = lakehouse.Lakehouse.OpenSession(Principal.Local("other"));
        await lakehouse.RunAsync("begin");
        await lakehouse.RunAsync("insert into a values (3, 'c')");
        await lakehouse.RunAsync("update a set name = 'z' where id = 3");
        await TestLakehouse.RunAsync(other, "insert into a values (7, 'e')");
        Assert.Equal(EngineErrorKind.Conflict, (await lakehouse.FailAsync("commit")).Kind);
        Assert.Equal([[1, "a"], [2, "b"], [7, "e"]], await RowsAsync(other, "a"));
    }

    [Fact]
    public async Task A_statement_that_fails_leaves_the_transaction_as_it_was()
    {
        await using var lakehouse = await TablesAsync();
        await lakehouse.RunAsync("begin");
        await lakehouse.RunAsync("insert into a values (3, 'c')");
        await lakehouse.FailAsync("insert into a select error('no'), 'x'");
        await lakehouse.FailAsync("update a set nothing = 1");
        Assert.Equal(EngineErrorKind.NotSupported, (await lakehouse.FailAsync("create table x (id int)")).Kind);
        Assert.Equal(EngineErrorKind.InvalidInput, (await lakehouse.FailAsync("begin")).Kind);
        await lakehouse.RunAsync("commit");
        Assert.Equal(3L, (await lakehouse.RunAsync("select count(*) from a")).Single);
    }

    static async Task<IReadOnlyList<object?[]>> RowsAsync(Session session, string table) => (await TestLakehouse.RunAsync(session, $"select id, name from {table} order by id")).Rows;

    static string[] Files(TestLakehouse lakehouse) => [.. Directory.GetFiles(lakehouse.WarehouseFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    static async Task<TestLakehouse> TablesAsync()
    {
        var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        foreach (var table in (string[])["a", "b"]) await lakehouse.RunAsync($"create table {table} tblproperties ('format-version' = '3') as select * from (values (1, 'a'), (2, 'b')) v(id, name)");
        return lakehouse;
    }
}
