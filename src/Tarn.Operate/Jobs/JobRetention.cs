namespace Tarn.Operate.Jobs;

/// <summary>How long finished jobs are kept: <c>jobs.retention</c> and <c>jobs.maxKept</c> of tarn.yaml.</summary>
public sealed record JobRetention(TimeSpan Age, int MaxKept)
{
    /// <returns>How many records were removed.</returns>
    public Task<int> ApplyAsync(IJobStore store, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.RemoveFinishedAsync(now - Age, MaxKept, cancellationToken);
}
