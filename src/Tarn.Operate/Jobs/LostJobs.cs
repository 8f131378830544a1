namespace Tarn.Operate.Jobs;

/// <summary>Finds the jobs whose process is dead or silent, and ends their records.</summary>
/// <remarks>A process that was only asleep (a laptop's lid) writes the true end over it when it wakes.</remarks>
public sealed class LostJobs(IJobStore store, TimeProvider time, JobTimings timings)
{
    /// <summary>Unfinished jobs whose process of this host is dead, or whose process elsewhere has been silent for too long.</summary>
    public Task<IReadOnlyList<Job>> FindAsync(CancellationToken cancellationToken) => UnfinishedAsync(IsLost, cancellationToken);

    /// <summary>Since when the oldest job runs whose process is at it; null where none runs.</summary>
    public async Task<DateTimeOffset?> OldestLivingAsync(CancellationToken cancellationToken) =>
        (await UnfinishedAsync(job => !IsLost(job), cancellationToken).ConfigureAwait(false)).Min(job => job.Started ?? job.Queued as DateTimeOffset?);

    async Task<IReadOnlyList<Job>> UnfinishedAsync(Func<Job, bool> which, CancellationToken cancellationToken)
    {
        var found = new List<Job>();
        var unfinished = new JobFilter { States = [JobState.Queued, JobState.Running], Limit = JobFilter.MaxLimit };
        await foreach (var job in store.ListAsync(unfinished, cancellationToken).ConfigureAwait(false))
            if (which(job)) found.Add(job);
        return found;
    }

    /// <returns>The jobs that were marked.</returns>
    public async Task<IReadOnlyList<Job>> MarkAsync(CancellationToken cancellationToken)
    {
        var marked = new List<Job>();
        foreach (var job in await FindAsync(cancellationToken).ConfigureAwait(false))
        {
            var error = new JobError("lost", $"Its {job.Owner} ended without finishing it. What it had committed stays; run it again.");
            if (await store.MarkLostAsync(job, error, time.GetUtcNow(), cancellationToken).ConfigureAwait(false)) marked.Add(job);
        }
        return marked;
    }

    bool IsLost(Job job) => job.Owner.IsAlive is { } alive ? !alive : time.GetUtcNow() - job.Heartbeat > timings.Silence;
}
