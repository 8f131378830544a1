using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>How often and how long a commit is tried, by a table's <c>commit.retry.*</c> properties.</summary>
internal sealed record RetryLimits(int Retries, TimeSpan Least, TimeSpan Greatest, TimeSpan Total, int StatusChecks)
{
    public static RetryLimits Of(IReadOnlyDictionary<string, string> properties) => new(
        Math.Max(0, TableProperties.Int(properties, TableProperties.CommitRetries, TableProperties.CommitRetriesDefault)),
        Milliseconds(properties, TableProperties.CommitMinRetryWaitMs, TableProperties.CommitMinRetryWaitMsDefault),
        Milliseconds(properties, TableProperties.CommitMaxRetryWaitMs, TableProperties.CommitMaxRetryWaitMsDefault),
        Milliseconds(properties, TableProperties.CommitTotalRetryTimeMs, TableProperties.CommitTotalRetryTimeMsDefault),
        Math.Max(1, TableProperties.Int(properties, TableProperties.CommitStatusChecks, TableProperties.CommitStatusChecksDefault)));

    /// <summary>Doubles with each try; half of it is chance, so that writers who met once do not meet again.</summary>
    public TimeSpan WaitBefore(int tries)
    {
        var wait = Math.Min(Greatest.TotalMilliseconds, Least.TotalMilliseconds * Math.Pow(2, Math.Min(tries - 1, 30)));
        return TimeSpan.FromMilliseconds(wait * (0.5 + Random.Shared.NextDouble() / 2));
    }

    static TimeSpan Milliseconds(IReadOnlyDictionary<string, string> properties, string name, int defaultValue) =>
        TimeSpan.FromMilliseconds(Math.Max(0, TableProperties.Int(properties, name, defaultValue)));
}
