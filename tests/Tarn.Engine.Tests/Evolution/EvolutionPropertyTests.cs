using System.Globalization;
using Tarn.Engine.Tests.Sessions;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>Random evolution of a table with nested columns, with inserts and deletes in between, against a model: at every state, and at every snapshot by time travel.</summary>
public sealed class EvolutionPropertyTests
{
    const int Steps = 45;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_table_reads_as_the_model_says_after_every_step_and_at_every_snapshot(int seed)
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        var random = new Random(seed);
        var model = new EvolvingModel(random) { FormatVersion = seed % 2 == 0 ? 3 : 2 };
        await lakehouse.RunAsync($"create table t (id int not null) tblproperties ('format-version' = '{model.FormatVersion}')");
        var history = new List<string>();
        var snapshots = new Dictionary<long, string>();
        for (var step = 0; step < Steps; step++)
        {
            if (Next(model, random, step) is not { } sql) continue;
            history.Add(sql);
            var told = $"seed {seed}, after\n{string.Join(";\n", history)}";
            var changed = await Attempt(lakehouse, sql, told);
            var wanted = EvolvingModel.Text(model.Columns, model.Rows);
            var (text, snapshot) = await ReadAsync(lakehouse, "t", told);
            Assert.True(wanted == text, $"{told}\nread\n{text}\ninstead of\n{wanted}");
            if (snapshot is { } id && changed is not null) snapshots[id] = wanted;
            if (model.Condition() is var (where, ids)) await SameIds(lakehouse, where, ids, told);
        }
        foreach (var (id, wanted) in snapshots)
        {
            var (text, _) = await ReadAsync(lakehouse, $"t VERSION AS OF {id}", $"seed {seed}");
            Assert.True(wanted == text, $"seed {seed}, snapshot {id} after\n{string.Join(";\n", history)}\nread\n{text}\ninstead of\n{wanted}");
        }
    }

    static string? Next(EvolvingModel model, Random random, int step)
    {
        if (step == Steps / 2 && model.FormatVersion == 2)
        {
            model.FormatVersion = 3;
            return "ALTER TABLE t SET TBLPROPERTIES ('format-version' = '3')";
        }
        return random.Next(20) switch
        {
            < 5 => model.Add(),
            < 7 => model.Drop(),
            < 10 => model.Rename(),
            < 12 => model.Move(),
            < 14 => model.Promote(),
            < 15 => model.Partition(),
            < 16 => model.Delete(),
            _ => model.Insert(),
        };
    }

    /// <summary>Rows changed; null for a statement that changes none.</summary>
    static async Task<long?> Attempt(TestLakehouse lakehouse, string sql, string told)
    {
        try
        {
            return (await lakehouse.RunAsync(sql)).Result.RowsAffected;
        }
        catch (EngineException e)
        {
            throw new InvalidOperationException($"{told}\n{e.Kind}: {e.Message}", e);
        }
    }

    static async Task<(string Text, long? Snapshot)> ReadAsync(TestLakehouse lakehouse, string from, string told)
    {
        try
        {
            var answer = await lakehouse.RunAsync($"SELECT * FROM {from} ORDER BY id");
            var columns = answer.Result.Schema!.Columns;
            var rows = answer.Rows.Select(row => string.Join(" | ", row.Select((v, i) => $"{columns[i].Name}={ReadText.Of(columns[i].Type, v)}")));
            return (string.Join('\n', rows), Assert.Single(answer.Result.Tables).SnapshotId);
        }
        catch (EngineException e)
        {
            throw new InvalidOperationException($"{told}\nreading {from}: {e.Kind}: {e.Message}", e);
        }
    }

    static async Task SameIds(TestLakehouse lakehouse, string where, string wanted, string told)
    {
        var answer = await lakehouse.RunAsync($"SELECT id FROM t WHERE {where} ORDER BY id");
        var ids = string.Join(',', answer.Rows.Select(r => Convert.ToString(r[0], CultureInfo.InvariantCulture)));
        Assert.True(wanted == ids, $"{told}\nWHERE {where}: {ids} instead of {wanted}");
    }
}
