using Tarn.Engine.Tests.Sessions;
using Tarn.Security.Identity;

namespace Tarn.Engine.Tests.Evolution;

public sealed class AlterPermissionTests
{
    [Theory]
    [InlineData("alter table t add column a int")]
    [InlineData("alter table t alter column v type decimal(10,2) rewrite")]
    [InlineData("alter table t rename to u")]
    [InlineData("alter table t create branch b")]
    [InlineData("alter table t set tblproperties ('a' = 'b')")]
    [InlineData("alter view w rename to x")]
    [InlineData("insert into t.branch_main values (1, 1)")]
    [InlineData("delete from t.branch_main")]
    [InlineData("call tarn.system.rollback_to_snapshot('t', 1)")]
    [InlineData("call tarn.system.set_current_snapshot('t', 1)")]
    [InlineData("call tarn.system.fast_forward('t', 'main', 'b')")]
    [InlineData("call tarn.system.cherrypick_snapshot('t', 1)")]
    [InlineData("call tarn.system.publish_changes('t', 'x')")]
    public async Task A_viewer_changes_nothing(string sql)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync("create table t (id int, v double)");
        await lakehouse.RunAsync("create view w as select 1 as one");
        await using var viewer = lakehouse.Lakehouse.OpenSession(new Principal("eve", PrincipalKind.User, ["viewer"]));
        var error = await Assert.ThrowsAsync<EngineException>(() => TestLakehouse.RunAsync(viewer, sql));
        Assert.Equal(EngineErrorKind.Forbidden, error.Kind);
        Assert.Equal(2, (await TestLakehouse.RunAsync(viewer, "select count(*) over (), one from w union all select 2, 2")).Rows.Count);
    }
}
