using Tarn.Engine.Tests.Sessions;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Tests.Scans.Foreign;

/// <summary>Tables as other writers may leave them: every state is counted and read as the specification has it, by its snapshot and by its branches and tags.</summary>
public sealed class ForeignTableTests
{
    const int Steps = 16;

    static readonly (string Sql, Func<ForeignRow, bool> Meets)[] Filters =
    [
        ("cat = 'a'", r => r.Cat == "a"), ("cat is null", r => r.Cat is null), ("cat > 'a' and val >= 5", r => string.CompareOrdinal(r.Cat, "a") > 0 && r.Val >= 5),
        ("id between 5 and 20", r => r.Id is >= 5 and <= 20), ("id = 7 or val = 3", r => r.Id == 7 || r.Val == 3), ("cat in ('b', 'c') or id < 4", r => r.Cat is "b" or "c" || r.Id < 4),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Every_state_is_counted_and_read_by_the_rules(int seed)
    {
        await using var lakehouse = new TestLakehouse();
        var run = new ForeignTableRun(lakehouse, seed);
        await run.RunAsync(Steps);
        var metadata = (await run.Table.LoadAsync()).Metadata;
        var states = metadata.Snapshots.Select(s => ($"version as of {s.SnapshotId}", s.SnapshotId)).Concat(metadata.Refs.Select(r => ($"version as of '{r.Key}'", r.Value.SnapshotId))).ToList();
        foreach (var (clause, id) in states)
        {
            var state = run.Table.States[id];
            var rows = state.Rows(metadata).ToList();
            var counted = await lakehouse.RunAsync($"select count(*) from t {clause}");
            Assert.True((long)rows.Count == (long)counted.Single!, $"seed {seed}, {clause}: {rows.Count} rows, counted {counted.Single}");
            if (state.Deletes.IsEmpty) Assert.Equal(0, counted.Result.Counts.FilesRead);
            await ReadsAsync("true", _ => true);
            var (sql, meets) = Filters[(int)(id % Filters.Length)];
            await ReadsAsync(sql, meets);

            async Task ReadsAsync(string filter, Func<ForeignRow, bool> meets)
            {
                var read = (await lakehouse.RunAsync($"select id from t {clause} where {filter} order by id")).Rows.Select(r => (int)r[0]!);
                Assert.True(rows.Where(meets).Select(r => r.Id).Order().SequenceEqual(read), $"seed {seed}, {clause} where {filter}: {string.Join(' ', rows.Where(meets).Select(r => r.Id).Order())}, read {string.Join(' ', read)}");
            }
        }
    }

    /// <summary>Position delete files that name a row twice, among themselves or one with itself, take it out once: what statements say they changed is what they changed.</summary>
    [Theory]
    [InlineData(7, "copy-on-write")]
    [InlineData(8, "merge-on-read")]
    [InlineData(10, "copy-on-write")]
    [InlineData(11, "merge-on-read")]
    public async Task Statements_count_the_rows_that_were_there(int seed, string mode)
    {
        await using var lakehouse = new TestLakehouse();
        var run = new ForeignTableRun(lakehouse, seed);
        await run.RunAsync(Steps);
        var metadata = (await run.Table.LoadAsync()).Metadata;
        if (metadata.FormatVersion == 1) await lakehouse.RunAsync("alter table t set tblproperties ('format-version' = '2')");
        var rows = run.Table.StateOf(metadata, SnapshotRef.MainBranch).Rows(metadata).ToDictionary(r => r.Id);
        var with = $"options ('mode' = '{mode}')";
        await ChangesAsync($"update t set val = val + 10 where id % 3 = 0 {with}", r => r.Id % 3 == 0, r => r with { Val = r.Val + 10 }, c => c.Updated);
        await ChangesAsync($"delete from t where cat = 'a' {with}", r => r.Cat == "a", _ => null, c => c.Deleted);
        await ChangesAsync($"merge into t using (select * from range(100) s(k)) on id = k and id % 2 = 0 when matched then update set val = 0", r => r.Id % 2 == 0, r => r with { Val = 0 }, c => c.Updated);
        await ChangesAsync($"delete from t where id % 5 = 1 {with}", r => r.Id % 5 == 1, _ => null, c => c.Deleted);
        await ChangesAsync($"delete from t {with}", _ => true, _ => null, c => c.Deleted);

        async Task ChangesAsync(string statement, Func<ForeignRow, bool> meets, Func<ForeignRow, ForeignRow?> change, Func<Engine.Sessions.RowCounts, long> counted)
        {
            var changed = rows.Values.Where(meets).ToList();
            var answer = await lakehouse.RunAsync(statement);
            Assert.True(changed.Count == counted(answer.Result.Changes!), $"seed {seed}, {statement}: {changed.Count} rows, said {answer.Result.Changes}");
            foreach (var row in changed)
            {
                rows.Remove(row.Id);
                if (change(row) is { } next) rows.Add(next.Id, next);
            }
            var left = (await lakehouse.RunAsync("select id, cat, val from t order by id")).Rows.Select(r => new ForeignRow((int)r[0]!, (string?)r[1], (int)r[2]!)).ToList();
            Assert.Equal(rows.Values.OrderBy(r => r.Id), left);
            Assert.Equal((long)rows.Count, (await lakehouse.RunAsync("select count(*) from t")).Single);
        }
    }
}
