using Tarn.Operate.Jobs;

namespace Tarn.Server.Home;

public sealed class QueryTimesTests
{
    const int Points = 5;

    static readonly DateTimeOffset Start = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_quantile_is_the_value_that_sorting_would_find(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 300; run++)
        {
            // Few different values, all different ones, and runs that are in order already.
            var values = Enumerable.Range(0, random.Next(1, 200)).Select(i => seed == 1 ? i : seed == 2 ? -i : random.Next(seed == 3 ? 4 : 10_000) / 2.0).ToArray();
            var share = random.Next(1, 101) / 100.0;
            var sorted = values.Order().ToArray();
            Assert.Equal(sorted[Math.Max(0, (int)Math.Ceiling(values.Length * share) - 1)], Quantile.Of(values, share));
            Assert.Equal(sorted, values.Order());
        }
    }

    [Fact]
    public void Times_are_of_statements_that_succeeded_each_at_its_point()
    {
        var random = new Random(5);
        var jobs = Enumerable.Range(0, 500).Select(_ => Job(random)).ToList();
        var wanted = jobs.Where(j => j is { Kind: JobKind.Query, State: JobState.Succeeded }).ToList();
        var times = QueryTimes.Of(jobs, Points, PointOf);
        Assert.Equal(wanted.Count, times.Count);
        Assert.Equal(Slow(wanted), times.All);
        Assert.Equal(Enumerable.Range(0, Points).Select(p => Slow([.. wanted.Where(j => PointOf(j.Queued) == p)])), times.Series);
        Assert.Equal(0, times.Series[3]);
        Assert.Equal((0, 0), (QueryTimes.Of([], Points, PointOf).Count, QueryTimes.Of([], Points, PointOf).All));
    }

    /// <summary>Nothing happens in the fourth hour.</summary>
    static JobSpan Job(Random random)
    {
        var queued = Start.AddHours(random.Next(Points) is var hour && hour == 3 ? 4 : hour).AddMinutes(random.Next(60));
        var state = random.Next(3) switch { 0 => JobState.Failed, 1 => JobState.Running, _ => JobState.Succeeded };
        return new JobSpan(
            JobId.New(queued), random.Next(4) == 0 ? JobKind.Sync : JobKind.Query, state, "someone", "", false, queued, queued, state == JobState.Running ? null : queued.AddMilliseconds(random.Next(2000)), 0);
    }

    static int PointOf(DateTimeOffset at) => (at - Start).Hours;

    static double Slow(List<JobSpan> jobs) =>
        jobs.Count == 0 ? 0 : jobs.Select(j => (j.Ended!.Value - j.Queued).TotalMilliseconds).Order().ElementAt((int)Math.Ceiling(jobs.Count * 0.95) - 1);
}
