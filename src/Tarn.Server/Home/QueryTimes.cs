using System.Buffers;
using Tarn.Operate.Jobs;

namespace Tarn.Server.Home;

/// <summary>How long the statements of a day took, by the points of a series and as a whole: the time that 95 of 100 did not exceed.</summary>
/// <remarks>
/// The page is asked for seldom, by a process that has often just begun. Its code is what was compiled ahead of time, and that does not cover the library's sorting and LINQ over numbers and
/// structs: those ran unoptimized, and their arrays of a day's jobs were large objects, which each page left to a full collection. Hence loops, and one array that is lent.
/// </remarks>
sealed class QueryTimes
{
    const double Share = 0.95;

    QueryTimes(double[] series, double all, int count) => (Series, All, Count) = (series, all, count);

    /// <summary>In milliseconds; 0 at a point without statements.</summary>
    public double[] Series { get; }

    /// <summary>In milliseconds.</summary>
    public double All { get; }

    public int Count { get; }

    /// <param name="jobs">Of all kinds.</param>
    /// <param name="points">How many the series has.</param>
    /// <param name="pointOf">At which of them an instant is.</param>
    public static QueryTimes Of(IReadOnlyList<JobSpan> jobs, int points, Func<DateTimeOffset, int> pointOf)
    {
        // Where the times of each point begin, and in the end where they end.
        var ends = new int[points + 1];
        for (var i = 0; i < jobs.Count; i++)
            if (Counts(jobs[i])) ends[pointOf(jobs[i].Queued) + 1]++;
        for (var point = 1; point <= points; point++) ends[point] += ends[point - 1];
        var (count, series, first) = (ends[points], new double[points], 0);
        var times = ArrayPool<double>.Shared.Rent(count);
        for (var i = 0; i < jobs.Count; i++)
            if (Counts(jobs[i])) times[ends[pointOf(jobs[i].Queued)]++] = (jobs[i].Ended!.Value - jobs[i].Queued).TotalMilliseconds;
        for (var point = 0; point < points; first = ends[point++])
            if (ends[point] > first) series[point] = Quantile.Of(times.AsSpan(first, ends[point] - first), Share);
        var all = count == 0 ? 0 : Quantile.Of(times.AsSpan(0, count), Share);
        ArrayPool<double>.Shared.Return(times);
        return new QueryTimes(series, all, count);
    }

    static bool Counts(JobSpan job) => job is { Kind: JobKind.Query, State: JobState.Succeeded, Ended: not null };
}
