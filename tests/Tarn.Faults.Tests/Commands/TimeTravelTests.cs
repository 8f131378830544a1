using System.Globalization;
using System.Text.Json.Nodes;
using Tarn.Faults.Tests.Workshops;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Commands;

public sealed class TimeTravelTests : IDisposable
{
    readonly Workshop workshop = new();

    public void Dispose() => workshop.Dispose();

    [ProgramFact]
    public async Task A_gold_table_at_an_earlier_time_is_what_it_was_and_says_snapshot_and_instant()
    {
        await BuildAsync();
        var before = await SumAsync("gold.kinds");
        var instant = DateTimeOffset.UtcNow;
        await BuildAsync();
        Assert.NotEqual(before.Output, (await SumAsync("gold.kinds")).Output);

        var then = await SumAsync(FormattableString.Invariant($"gold.kinds at (timestamp => timestamptz '{instant:yyyy-MM-dd HH:mm:ss.ffffff}+00')"));
        Assert.Equal(before.Output, then.Output);
        var history = JsonNode.Parse((await TarnProgram.RunAsync(workshop.Root, "history", "gold.kinds", "--json")).Demand().Output)!.AsArray();
        Assert.All(history, snapshot => Assert.True(Guid.TryParse((string?)snapshot!["job"], out _), "a snapshot names the job of its build"));
        var first = history[^1]!;
        Assert.Matches($"gold.kinds as of snapshot {first["snapshot"]}, committed [0-9-]+T[0-9:.]+Z", then.Errors);
        var said = DateTimeOffset.Parse(then.Errors.Trim().Split("committed ")[1], CultureInfo.InvariantCulture);
        Assert.InRange(said, instant - TimeSpan.FromMinutes(5), instant);
    }

    async Task BuildAsync()
    {
        workshop.AddRound();
        (await TarnProgram.RunAsync(workshop.Root, "sync")).Demand();
        (await TarnProgram.RunAsync(workshop.Root, "dbt", "build")).Demand();
    }

    async Task<ProgramAnswer> SumAsync(string table) => (await TarnProgram.RunAsync(workshop.Root, "sql", $"select sum(events) as n from {table}", "--format", "csv")).Demand();
}
