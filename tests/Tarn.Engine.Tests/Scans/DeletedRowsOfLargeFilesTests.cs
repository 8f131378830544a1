using Tarn.Engine.Scans;
using Tarn.Engine.Tests.Sessions;

namespace Tarn.Engine.Tests.Scans;

/// <summary>Large files with deleted rows are read one by one, beside those without and the small ones.</summary>
public sealed class DeletedRowsOfLargeFilesTests
{
    const int Large = 600_000;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_file_misses_its_own_deleted_rows_and_no_others(int version)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync($"create table t (id bigint, part bigint) tblproperties ('format-version' = '{version}', 'write.delete.mode' = 'merge-on-read')");
        for (var file = 0; file < 3; file++) await lakehouse.RunAsync($"insert into t select i, {file} from range({file * Large}, {(file + 1) * Large}) r(i)");
        foreach (var file in (int[])[3, 4, 5]) await lakehouse.RunAsync($"insert into t select i, {file} from range({3 * Large} + {file} * 100, {3 * Large} + {file} * 100 + 100) r(i)");
        // The second large file and the last small one stay whole.
        await lakehouse.RunAsync("delete from t where id % 100 = 5 and part not in (1, 5)");
        await lakehouse.RunAsync("delete from t where id % 1000 = 7 and part = 2");

        const string Wanted = "(select i as id, i // 600000 as part from range(1800000) r(i) where not (i % 100 = 5 and i // 600000 <> 1) and not (i % 1000 = 7 and i // 600000 = 2))";
        Assert.Equal(
            (await lakehouse.RunAsync($"select part, count(*), sum(id)::bigint, min(id), max(id) from {Wanted} group by part order by part")).Rows,
            (await lakehouse.RunAsync("select part, count(*), sum(id)::bigint, min(id), max(id) from t where part < 3 group by part order by part")).Rows);
        Assert.Equal([[3L, 99L], [4L, 99L], [5L, 100L]], (await lakehouse.RunAsync("select part, count(*) from t where part > 2 group by part order by part")).Rows);
        // A row's place in its file is what it was, also where a condition leaves row groups out.
        Assert.Equal(0L, (await lakehouse.RunAsync($"select count(*) from t where part < 3 and _pos <> id - part * {Large}")).Single);
        Assert.Equal([[1_199_998L, 599_998L], [1_199_999L, 599_999L]], (await lakehouse.RunAsync("select id, _pos from t where id between 1199998 and 1200000 order by id limit 2")).Rows);
        Assert.Equal([[1_799_999L, 599_999L]], (await lakehouse.RunAsync("select id, _pos from t where id between 1799999 and 1800005 and id % 100 <> 5 order by id limit 1")).Rows);
        Assert.Equal(0L, (await lakehouse.RunAsync("select count(*) from t where id in (5, 1200005, 1200007, 1799905)")).Single);
        Assert.Equal(3L, (await lakehouse.RunAsync("select count(*) from t where id in (6, 600005, 1200008)")).Single);
        Assert.Contains(ScanFunctions.IsLiveInFile, await PlanAsync(lakehouse, "select sum(id) from t"), StringComparison.Ordinal);
    }

    /// <summary>A join builds its table from the side that the executor takes for the smaller.</summary>
    [Fact]
    public async Task Deleted_rows_do_not_make_the_executor_believe_that_few_are_left()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create table t (id bigint) tblproperties ('format-version' = '3', 'write.delete.mode' = 'merge-on-read')");
        await lakehouse.RunAsync("insert into t select i from range(1000) r(i)");
        await lakehouse.RunAsync("delete from t where id = 5");
        Assert.Contains("~1,000 rows", await PlanAsync(lakehouse, "select * from t"), StringComparison.Ordinal);
        Assert.Contains("~200 rows", await PlanAsync(lakehouse, "select * from t where id > 3"), StringComparison.Ordinal);
    }

    static async Task<string> PlanAsync(TestLakehouse lakehouse, string sql) => string.Join('\n', (await lakehouse.RunAsync("explain " + sql)).Rows.Select(r => r[1]));
}
