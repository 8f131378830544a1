using System.Globalization;
using Tarn.Engine.Tests.Sessions;
using Xunit.Abstractions;

namespace Tarn.Engine.Tests.Dml;

/// <summary>
/// Random statements on tables of every kind, held against <see cref="RowModel"/>. <c>TARN_RANDOM_OPERATIONS=10000 TARN_RANDOM_SEED=7 dotnet test tests/Tarn.Engine.Tests --filter RandomOperations</c>
/// runs longer, or one seed again.
/// </summary>
public sealed class RandomOperationsTests(ITestOutputHelper output)
{
    const int Ids = 60;
    const int Parts = 4;

    static int Operations => int.Parse(Environment.GetEnvironmentVariable("TARN_RANDOM_OPERATIONS") ?? "60", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(2, "copy-on-write")]
    [InlineData(2, "merge-on-read")]
    [InlineData(3, "copy-on-write")]
    [InlineData(3, "merge-on-read")]
    public async Task A_table_holds_what_its_statements_say(int version, string mode)
    {
        var seed = Environment.GetEnvironmentVariable("TARN_RANDOM_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"seed {seed}, {Operations} operations");
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync(
            $"create table t (id int, name varchar, part int) partitioned by (part) tblproperties ('format-version' = '{version}', 'write.delete.mode' = '{mode}', 'write.update.mode' = '{mode}', 'write.merge.mode' = '{mode}')");
        var random = new Random(seed);
        var model = new RowModel();
        var past = new List<(long Snapshot, string Rows)>();
        var begun = (RowModel?)null;
        for (var i = 0; i < Operations; i++)
        {
            var (sql, apply) = Next(random, model, 1000 + 10 * i);
            if (begun is null && random.Next(12) == 0)
            {
                await lakehouse.RunAsync("begin");
                begun = model.Copy();
            }
            var answer = await lakehouse.RunAsync(sql);
            var changed = apply(model);
            Assert.True(changed is null || answer.Result.RowsAffected == changed, $"seed {seed}, operation {i}: {sql}\n{answer.Result.Message} instead of {changed}");
            if (begun is not null && random.Next(3) == 0)
            {
                var keeps = random.Next(3) > 0;
                await lakehouse.RunAsync(keeps ? "commit" : "rollback");
                model = keeps ? model : begun;
                begun = null;
            }
            var rows = await RowsAsync(lakehouse, "t");
            Assert.True(rows == model.ToString(), $"seed {seed}, operation {i}: {sql}\n{rows}\n instead of\n{model}");
            if (begun is null && (await lakehouse.Lakehouse.Catalog.LoadTableAsync(new("main", "t"), CancellationToken.None)).CurrentSnapshot is { } head) past.Add((head.SnapshotId, rows));
            if (past.Count > 0 && random.Next(5) == 0)
            {
                var (snapshot, then) = past[random.Next(past.Count)];
                Assert.Equal(then, await RowsAsync(lakehouse, $"t at (version => {snapshot})"));
            }
        }
        if (begun is not null) await lakehouse.RunAsync("rollback");
    }

    /// <summary>A statement, and what it does to the model: how many rows, or null where that is not asked for.</summary>
    static (string Sql, Func<RowModel, int?> Apply) Next(Random random, RowModel model, int unused)
    {
        var (low, part) = (random.Next(Ids), random.Next(Parts));
        var high = low + random.Next(8);
        switch (random.Next(10))
        {
            case 0 or 1:
                var fresh = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(Ids)).Distinct().Where(id => !model.Rows.ContainsKey(id)).ToList();
                if (fresh.Count == 0) goto case 2;
                return ($"insert into t values {string.Join(", ", fresh.Select(id => $"({id}, 'n{id}', {id % Parts})"))}", m =>
                {
                    fresh.ForEach(id => m.Rows.Add(id, ($"n{id}", id % Parts)));
                    return fresh.Count;
                });
            case 2:
                return ($"delete from t where id between {low} and {high}", m => m.Change((id, _, _) => id >= low && id <= high, (_, _, _) => null));
            case 3:
                return ($"delete from t where part = {part} and (name is null or name > 'n3')", m => m.Change((_, name, p) => p == part && (name is null || string.CompareOrdinal(name, "n3") > 0), (_, _, _) => null));
            case 4:
                return random.Next(4) > 0
                    ? ($"delete from t where part = {part}", m => m.Change((_, _, p) => p == part, (_, _, _) => null))
                    : ("truncate table t", m => m.Change((_, _, _) => true, (_, _, _) => null) is var _ ? null : 0);
            case 5 or 6:
                return ($"update t set name = coalesce(name, '') || '+', part = (part + {part}) % {Parts} where id between {low} and {high}", m =>
                    m.Change((id, _, _) => id >= low && id <= high, (_, name, p) => ((name ?? "") + "+", (p + part) % Parts)));
            case 7:
                return ($"update t set name = null where part = {part} and id in (select max(id) from t group by part)", m =>
                {
                    var greatest = m.Rows.GroupBy(r => r.Value.Part).Select(g => g.Max(r => r.Key)).ToHashSet();
                    return m.Change((id, _, p) => p == part && greatest.Contains(id), (_, _, p) => (null, p));
                });
            case 8:
                return ($"insert overwrite t select i, 'o' || i, {part} from range({unused}, {unused + 3}) r(i)", m =>
                {
                    _ = m.Change((_, _, p) => p == part, (_, _, _) => null);
                    for (var id = unused; id < unused + 3; id++) m.Rows.Add(id, ($"o{id}", part));
                    return null;
                });
            default:
                return Merge(low, high, part);
        }
    }

    static (string Sql, Func<RowModel, int?> Apply) Merge(int low, int high, int part) => ($"""
        merge into t using (select i as id, 's' || i as name from range({low}, {high + 1}) r(i)) s on t.id = s.id
        when matched and s.id % 3 = 0 then delete
        when matched then update set name = s.name || t.part
        when not matched and s.id % 2 = 0 then insert (id, part, name) values (s.id, {part}, s.name)
        when not matched by source and t.part = {part} and t.id % 7 = 0 then update set part = 0
        """, m =>
    {
        var before = m.Rows.Keys.ToHashSet();
        var changed = m.Change((id, _, p) => (id < low || id > high) && p == part && id % 7 == 0, (_, name, _) => (name, 0));
        changed += m.Change((id, _, _) => id >= low && id <= high, (id, _, p) => id % 3 == 0 ? null : ($"s{id}{p}", p));
        for (var id = low; id <= high; id++)
        {
            if (before.Contains(id) || id % 2 != 0) continue;
            m.Rows.Add(id, ($"s{id}", part));
            changed++;
        }
        return changed;
    });

    static async Task<string> RowsAsync(TestLakehouse lakehouse, string table) =>
        string.Join(' ', (await lakehouse.RunAsync($"select id, name, part from {table} order by id, name")).Rows.Select(r => $"{r[0]},{r[1] ?? "NULL"},{r[2]}"));
}
