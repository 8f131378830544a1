using Tarn.Engine.Tests.Sessions;
using Tarn.Testing.Faults;

namespace Tarn.Engine.Tests.Dml;

/// <summary>A MERGE whose store or catalog fails at step n, for every n: the table has all of it or nothing, what is said of it is true, and it can be read.</summary>
public sealed class FaultTests
{
    const string Before = "1,a 2,b 3,c";
    const string After = "2,B 3,c 4,D";

    public static TheoryData<string, FaultKind> Cases()
    {
        var cases = new TheoryData<string, FaultKind>();
        foreach (var mode in (string[])["copy-on-write", "merge-on-read"])
            foreach (var kind in Enum.GetValues<FaultKind>()) cases.Add(mode, kind);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_merge_happens_wholly_or_not_at_all(string mode, FaultKind kind)
    {
        for (var step = 1; ; step++)
        {
            var plan = new FaultPlan(step, kind);
            await using var lakehouse = new TestLakehouse(plan: plan);
            await lakehouse.RunAsync("create namespace main");
            await lakehouse.RunAsync($"create table t (id int, name varchar) tblproperties ('format-version' = '3', 'write.merge.mode' = '{mode}', 'commit.status-check.num-retries' = '1')");
            await lakehouse.RunAsync("insert into t values (1, 'a'), (2, 'b')");
            await lakehouse.RunAsync("insert into t values (3, 'c')");
            plan.Arm();
            EngineException? error = null;
            try
            {
                await lakehouse.RunAsync("merge into t using (values (1, 'x'), (2, 'B'), (4, 'D')) s(id, name) on t.id = s.id when matched and s.id = 1 then delete when matched then update set name = s.name when not matched then insert *");
            }
            catch (EngineException e)
            {
                error = e;
            }
            plan.Disarm();
            var rows = string.Join(' ', (await lakehouse.RunAsync("select id, name from t order by id")).Rows.Select(r => $"{r[0]},{r[1]}"));
            if (error is null) Assert.Equal(After, rows);
            else if (error.Kind != EngineErrorKind.CommitUnknown) Assert.Equal(Before, rows);
            else Assert.Contains(rows, (string[])[Before, After]);
            if (!plan.Happened) break;
            Assert.True(step < 200, "the steps have no end");
        }
    }
}
