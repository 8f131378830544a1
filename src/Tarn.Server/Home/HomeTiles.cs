using Tarn.Operate.Jobs;

namespace Tarn.Server.Home;

/// <summary>The tiles of health. One without a fact is left out.</summary>
static class HomeTiles
{
    const int Points = 48;
    static readonly TimeSpan StorageSpan = TimeSpan.FromDays(7);

    public static IEnumerable<HealthTile> Of(HomeFacts facts, int withTarget, int late)
    {
        if (withTarget > 0) yield return new HealthTile("freshness", late > 0 ? "bad" : "ok", withTarget - late) { Of = withTarget };
        if (Syncs(facts) is { } syncs) yield return syncs;
        if (Tests(facts) is { } tests) yield return tests;
        if (Queries(facts) is { } queries) yield return queries;
        if (facts.Tables.Any(t => t.Metadata is not null)) yield return Storage(facts);
    }

    static HealthTile? Syncs(HomeFacts facts)
    {
        var runs = facts.Jobs.Where(j => j is { Kind: JobKind.Sync, IsPart: false, Ended: not null }).ToList();
        if (runs.Count == 0) return null;
        var bad = runs.Where(j => j.State is JobState.Failed or JobState.Lost).ToList();
        return new HealthTile("syncs", bad.Count == 0 ? "ok" : "bad", 100.0 * (runs.Count - bad.Count) / runs.Count)
        {
            Of = runs.Count,
            Count = bad.Count,
            Series = Counts(facts, runs),
            Bad = Counts(facts, bad),
        };
    }

    static HealthTile? Tests(HomeFacts facts)
    {
        if (facts.Builds is not { } builds) return null;
        var results = builds.Results.Values.Where(r => builds.Nodes.GetValueOrDefault(r.UniqueId)?.IsTest == true).ToList();
        if (results.Count == 0) return null;
        var failed = results.Count(r => r.Status is "fail" or "error");
        return new HealthTile("tests", failed > 0 ? "bad" : results.Any(r => r.Status == "warn") ? "warn" : "ok", results.Count(r => r.Status == "pass")) { Of = results.Count, Count = failed };
    }

    static HealthTile? Queries(HomeFacts facts)
    {
        var times = QueryTimes.Of(facts.Jobs, Points, at => Bucket(facts, at));
        return times.Count == 0 ? null : new HealthTile("queries", "ok", times.All) { Count = times.Count, Series = times.Series };
    }

    /// <summary>What the current snapshots hold, and held before: files of older snapshots are not in it.</summary>
    static HealthTile Storage(HomeFacts facts)
    {
        var step = StorageSpan / (Points - 1);
        var instants = Enumerable.Range(0, Points).Select(i => (facts.Now - StorageSpan + (step * i)).ToUnixTimeMilliseconds()).ToArray();
        var series = new double[Points];
        foreach (var table in facts.Tables)
        {
            var (at, size) = (0, 0L);
            for (var i = 0; i < Points; i++)
            {
                for (; at < table.Sizes.Length && table.Sizes[at].TimestampMs <= instants[i]; at++) size = table.Sizes[at].Bytes;
                series[i] += size;
            }
        }
        return new HealthTile("storage", "ok", series[^1]) { Series = series, Change = series[^1] - series[0] };
    }

    static double[] Counts(HomeFacts facts, List<JobSpan> jobs)
    {
        var counts = new double[Points];
        foreach (var job in jobs) counts[Bucket(facts, job.Queued)]++;
        return counts;
    }

    static int Bucket(HomeFacts facts, DateTimeOffset at) => Math.Clamp((int)((at - facts.Now + facts.Span) / (facts.Span / Points)), 0, Points - 1);
}
