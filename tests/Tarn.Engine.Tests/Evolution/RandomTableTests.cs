using System.Globalization;
using Tarn.Engine.Tests.Sessions;
using Xunit.Abstractions;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>
/// Random statements of every sort on a table with nested columns (rows, columns, partitions, branches, tags, going back, staging and publishing, cherry-picks, transactions, rewriting) held against
/// <see cref="EvolvingModel"/> after each, and at every snapshot by time travel. <c>TARN_RANDOM_OPERATIONS=10000 TARN_RANDOM_SEED=7 dotnet test tests/Tarn.Engine.Tests --filter RandomTable</c> runs
/// longer, or one seed; with <c>TARN_RANDOM_CHECKS=5</c> only every fifth state is read at once, the others by time travel.
/// </summary>
public sealed class RandomTableTests(ITestOutputHelper output)
{
    static readonly int Operations = int.Parse(Environment.GetEnvironmentVariable("TARN_RANDOM_OPERATIONS") ?? "45", CultureInfo.InvariantCulture);

    static readonly int ChecksEvery = int.Parse(Environment.GetEnvironmentVariable("TARN_RANDOM_CHECKS") ?? "1", CultureInfo.InvariantCulture);

    static readonly int? OnlySeed = Environment.GetEnvironmentVariable("TARN_RANDOM_SEED") is { } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : null;

    [Theory]
    [InlineData(1, 2, "copy-on-write")]
    [InlineData(2, 2, "merge-on-read")]
    [InlineData(3, 3, "copy-on-write")]
    [InlineData(4, 3, "merge-on-read")]
    [InlineData(5, 2, "merge-on-read")]
    [InlineData(6, 3, "merge-on-read")]
    public async Task A_table_holds_what_its_statements_say(int seed, int version, string mode)
    {
        seed = OnlySeed ?? seed;
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        await lakehouse.RunAsync($"create table t (id int not null) tblproperties ('format-version' = '{version}', 'write.wap.enabled' = 'true', 'write.delete.mode' = '{mode}', 'write.update.mode' = '{mode}', 'write.merge.mode' = '{mode}')");
        var random = new Random(seed);
        var run = new RandomTableRun(lakehouse, new EvolvingModel(random) { FormatVersion = version }, random, $"seed {seed}, version {version}, {mode}");
        for (var step = 0; step < Operations; step++)
        {
            await run.StepAsync(isUpgrade: step == Operations / 2 && version == 2);
            await run.CheckAsync(reads: step % ChecksEvery == 0);
        }
        await run.EndAsync();
        output.WriteLine($"{run.Statements} statements, {run.Snapshots} snapshots");
    }
}
