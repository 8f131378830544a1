using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Tarn.Operate.Jobs;
using Tarn.Operate.Processes;

namespace Tarn.Server;

/// <summary>A job store for servers under test that need no file.</summary>
sealed class MemoryJobs : IJobStore
{
    readonly ConcurrentDictionary<JobId, Job> _jobs = new();

    public Task SaveAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        foreach (var job in jobs) _jobs[job.Id] = job;
        return Task.CompletedTask;
    }

    public Task<Job?> FindAsync(JobId id, CancellationToken cancellationToken) => Task.FromResult(_jobs.GetValueOrDefault(id));

    public async IAsyncEnumerable<Job> ListAsync(JobFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var jobs = _jobs.Values.OrderByDescending(j => j.Id.ToString(), StringComparer.Ordinal)
            .Where(j => filter.Kind is null || j.Kind == filter.Kind)
            .Where(j => filter.Principal is null || j.Principal == filter.Principal)
            .Where(j => filter.States.IsEmpty || filter.States.Contains(j.State))
            .Where(j => filter.Before is not { } before || string.CompareOrdinal(j.Id.ToString(), before.ToString()) < 0)
            .Take(filter.Limit);
        foreach (var job in jobs) yield return job;
    }

    public Task<bool> RequestCancelAsync(JobId id, string principal, CancellationToken cancellationToken) =>
        Task.FromResult(_jobs.TryGetValue(id, out var job) && !job.State.IsFinished() && _jobs.TryUpdate(id, job with { CancelRequestedBy = principal }, job));

    public Task<IReadOnlyDictionary<JobId, string>> CancelRequestsAsync(ProcessIdentity owner, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<JobId, string>>(_jobs.Values
            .Where(j => j.Owner == owner && !j.State.IsFinished() && j.CancelRequestedBy is not null).ToDictionary(j => j.Id, j => j.CancelRequestedBy!));

    public Task<bool> MarkLostAsync(Job seen, JobError error, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(_jobs.TryUpdate(seen.Id, seen with { State = JobState.Lost, Error = error, Ended = now }, seen));

    public Task<int> RemoveFinishedAsync(DateTimeOffset before, int keep, CancellationToken cancellationToken) =>
        Task.FromResult(_jobs.Values.Count(j => j.State.IsFinished() && j.Ended < before && _jobs.TryRemove(j.Id, out _)));
}
