using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Results;

namespace Tarn.Engine.Tests.Sessions;

/// <summary>Leaving files out never changes an answer: the same queries on ordinary tables of the executor are the oracle.</summary>
public sealed class PruningTests
{
    const string Rows = "select i as id, case when i % 7 = 0 then null else i % 50 end as k, 'n' || lpad((i % 90)::varchar, 3, '0') as name, (i / 8.0)::decimal(12,3) as price, "
        + "case when i % 97 = 0 then 'nan'::double else i / 3.0 end as d, date '2024-01-01' + (i // 100)::int as day, timestamp '2024-01-01' + interval (i) minute as at";

    static readonly string[] Conditions =
    [
        "t.id < 150", "t.id = 799", "t.id > 10000", "t.id between 250 and 260", "t.id in (5, 305, 705)", "150 > t.id", "t.id <= 99.5", "t.id < '100'", "t.k is null", "t.k is not null and t.id > 700",
        "t.name like 'n01%'", "t.name = 'n005'", "t.name > 5::varchar", "starts_with(t.name, 'n08')", "t.price < 10", "t.price >= 90.125", "t.price = 12.5", "t.d > 200", "t.d >= 265", "t.d < 10", "t.d = 'nan'::double",
        "t.day = date '2024-01-03'", "t.day >= '2024-01-07'", "t.day < timestamp '2024-01-02 12:00:00'", "t.at < timestamp '2024-01-01 01:00:00'", "t.at >= '2024-01-01 12:00:00'", "t.at > date '2024-01-01'",
        "t.id < 100 or t.id > 700", "(t.id < 100 and t.k > 3) or t.name = 'n050'", "not (t.id < 600)", "t.id <> 5", "t.id % 100 = 0", "t.id + 0 < 50", "coalesce(t.k, 0) = 0", "t.id < 100 and t.d > 5", "t.k = t.id",
        "not (t.id < 100 or t.id >= 300)", "not (t.id >= 100 and t.k = 3)", "t.id not between 100 and 699", "t.name not like 'n0%'", "t.k not in (1, 2, 3) and t.id < 250", "not (t.k is null or t.id > 50)",
        "t.k is distinct from 5 and t.id > 650", "t.k is not distinct from 5", "not (t.k is not distinct from 5)", "t.day <> '2024-01-01'", "not (t.d < 200)", "not (t.d = 'nan'::double)", "not (t.id % 2 = 0 and t.id < 300)",
    ];

    static readonly string[] Shapes =
    [
        "select count(*), sum(t.id) from t where {0}",
        "select count(*), count(u.id) from t join u on t.id = u.id where {0}",
        "select count(*), count(t.id), count(u.id) from u left join t on t.id = u.id where {0}",
        "select count(*), count(t.id), count(u.id) from u left join t on t.id = u.id and {0}",
        "select count(*), count(t.id), count(u.id) from t left join u on t.id = u.id and {0}",
        "select count(*), count(t.id), count(u.id) from t right join u on t.id = u.id where {0}",
        "select count(*), count(t.id), count(u.id) from t full join u on t.id = u.id where {0}",
        "select count(*), count(t.id), count(u.id) from t full join u on t.id = u.id and {0}",
        "select count(*) from u semi join t on t.id = u.id and {0}",
        "select count(*) from u anti join t on t.id = u.id and {0}",
        "select count(*) from t anti join u on t.id = u.id and {0}",
        "select count(*) from u where exists (select 1 from t where t.id = u.id and {0})",
        "select count(*) from u where not exists (select 1 from t where t.id = u.id and {0})",
        "select count(*), sum(a.id) from u a asof join t on a.id >= t.id where {0}",
        "select count(*), sum(t.id) from t positional join u where {0}",
        "select count(*), count(x.id) from (select * from t where {0}) x full join u using (id)",
        "with c as (select * from t where {0}) select count(*), max(c.id), count(u.id) from u left join (c join t on c.id = t.id) on u.id = c.id",
        "select count(*) from t, lateral (select t.id + 1 as j) l where {0} and l.j > 3",
        "select count(*), sum(w) from (select t.id, count(*) over () as w from t where {0})",
        "select count(*) from u left join (t join u v on t.id = v.id) on u.id = t.id where {0} or t.id is null",
    ];

    [Fact]
    public async Task Every_condition_in_every_shape_answers_as_without_pruning()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        using var oracle = lakehouse.Lakehouse.Trusted.Connect();
        await lakehouse.RunAsync($"create table t as {Rows} from range(0) r(i)");
        for (var file = 0; file < 8; file++) await lakehouse.RunAsync($"insert into t {Rows} from range({file * 100}, {(file + 1) * 100}) r(i)");
        await lakehouse.RunAsync("create table u as select i * 3 as id from range(300) r(i)");
        oracle.Execute($"create table t as {Rows} from range(800) r(i)", CancellationToken.None);
        oracle.Execute("create table u as select i * 3 as id from range(300) r(i)", CancellationToken.None);
        var differences = new StringBuilder();
        var pruned = 0L;
        foreach (var shape in Shapes)
        {
            foreach (var condition in Conditions)
            {
                var sql = string.Format(shape, condition);
                var answer = await AnswerAsync(lakehouse, sql);
                pruned += answer.Pruned;
                var wanted = Oracle(oracle, sql);
                if (answer.Text != wanted) differences.AppendLine($"{sql}\n  {answer.Text} instead of {wanted}");
            }
        }
        Assert.True(differences.Length == 0, differences.ToString());
        Assert.True(pruned > 500, $"only {pruned} files were left out: the test would not notice wrong pruning");
    }

    [Theory]
    [InlineData("select * from t where id = 250", 7)]
    [InlineData("select * from t where id between 150 and 250", 6)]
    [InlineData("select * from t x where x.name like 'n09%'", 8)]
    [InlineData("select * from t positional join (select 1) where t.id = 250", 0)]
    [InlineData("select * from (select 250 as id) u left join t on t.id = u.id where t.id is null", 0)]
    [InlineData("select * from (select 250 as id) u left join t on t.id = u.id and t.id = 250", 7)]
    [InlineData("select * from t where day = '2024-01-03'", 7)]
    [InlineData("select * from t where id in (1, 2, 701)", 6)]
    [InlineData("select * from t where id = $1", 7)]
    [InlineData("select * from t where d > 250", 0)]
    [InlineData("select * from t where not (id < 700)", 7)]
    [InlineData("select * from t where id not between 0 and 699", 7)]
    [InlineData("select * from t where not (id >= 100 or name like 'x%')", 7)]
    [InlineData("select * from t where day <> '2024-01-03'", 1)]
    [InlineData("select * from t where day not in ('2024-01-03', '2024-01-04')", 2)]
    [InlineData("select * from t where day is distinct from date '2024-01-03'", 1)]
    [InlineData("select * from t where not (id >= 100 and id % 2 = 0)", 0)]
    [InlineData("select * from t tablesample 100% where id = 250", 0)]
    public async Task Files_that_cannot_match_are_left_out(string sql, int pruned)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync($"create table t as {Rows} from range(100) r(i)");
        for (var file = 1; file < 8; file++) await lakehouse.RunAsync($"insert into t {Rows} from range({file * 100}, {(file + 1) * 100}) r(i)");
        var answer = await lakehouse.RunAsync(sql, sql.Contains('$', StringComparison.Ordinal) ? [250] : []);
        Assert.Equal(pruned, answer.Result.Counts.FilesPruned);
        Assert.Equal(8, answer.Result.Counts.FilesConsidered);
    }

    static async Task<(string Text, long Pruned)> AnswerAsync(TestLakehouse lakehouse, string sql)
    {
        try
        {
            var answer = await lakehouse.RunAsync(sql);
            return (string.Join('|', answer.Rows.Select(r => string.Join(',', r))), answer.Result.Counts.FilesPruned);
        }
        catch (EngineException e)
        {
            return ($"{e.Kind}", 0);
        }
    }

    static string Oracle(Connection connection, string sql)
    {
        try
        {
            using var result = connection.Query(sql, null, CancellationToken.None);
            var rows = new List<string>();
            while (result.Fetch(CancellationToken.None) is { } chunk)
                using (chunk)
                    for (var row = 0; row < chunk.RowCount; row++)
                        rows.Add(string.Join(',', Enumerable.Range(0, chunk.ColumnCount).Select(c => ColumnValue.Read(chunk.Column(c), row))));
            return string.Join('|', rows);
        }
        catch (EngineException e)
        {
            return $"{e.Kind}";
        }
    }
}
