using System.Text.Json;
using Tarn.Operate.Jobs;
using Tarn.Server.Jobs;

namespace Tarn.Server.Events;

/// <summary>Tells listeners of jobs that changed, of this and other processes, by looking at the store.</summary>
sealed class JobEvents(IJobStore store, JobPages pages, EventFeed feed)
{
    /// <summary>The newest jobs that are watched; a change of an older one is seen by its page, not by the stream.</summary>
    const int Watched = 200;

    Dictionary<JobId, Seen> _seen = [];
    bool _hasBaseline;

    /// <summary>What is compared: a state, and how far it is.</summary>
    readonly record struct Seen(JobState State, JobProgress Progress);

    /// <summary>Nobody listened for a while: what happened meanwhile is not news.</summary>
    public void Forget() => _hasBaseline = false;

    /// <summary>Looks once.</summary>
    /// <returns>True where a job ended since the last look: the catalog may have changed.</returns>
    public async Task<bool> LookAsync(bool withProgress, CancellationToken cancellationToken)
    {
        var now = new Dictionary<JobId, Seen>();
        var ended = false;
        var changed = new Stack<Job>();
        await foreach (var job in store.ListAsync(new JobFilter { Limit = Watched }, cancellationToken))
        {
            var before = _seen.TryGetValue(job.Id, out var seen) ? seen : (Seen?)null;
            var stateChanged = before?.State != job.State;
            now[job.Id] = stateChanged || withProgress ? new Seen(job.State, job.Progress) : before!.Value;
            if (!stateChanged && (!withProgress || before!.Value.Progress == job.Progress)) continue;
            ended |= stateChanged && job.State.IsFinished();
            changed.Push(job);
        }
        _seen = now;
        if (_hasBaseline)
            foreach (var job in changed) Publish(job);
        _hasBaseline = true;
        return ended;
    }

    void Publish(Job job) => feed.Publish("job", principal =>
        pages.MaySee(principal, job) ? JsonSerializer.SerializeToUtf8Bytes(pages.Of(job, principal), ServerJson.Default.JobAnswer) : null);
}
