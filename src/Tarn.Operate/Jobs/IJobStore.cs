using Tarn.Project.Processes;

namespace Tarn.Operate.Jobs;

/// <summary>Where jobs are kept, shared by all processes of a project folder.</summary>
public interface IJobStore
{
    /// <summary>
    /// Inserts or replaces records in one transaction. A cancel request that stands in the store stays, and the record of a finished job is not replaced
    /// by that of an unfinished one, which is only late.
    /// </summary>
    Task SaveAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken);

    Task<Job?> FindAsync(JobId id, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    IAsyncEnumerable<Job> ListAsync(JobFilter filter, CancellationToken cancellationToken);

    /// <summary>What a statistic of the last hours lacks, without the statements' texts; see <see cref="JobWindow"/>.</summary>
    Task<JobSpans> SpansAsync(JobSpanQuery query, CancellationToken cancellationToken);

    /// <summary>Asks the owner to stop a job. False where there is no such job or it has finished.</summary>
    Task<bool> RequestCancelAsync(JobId id, string principal, CancellationToken cancellationToken);

    /// <summary>The unfinished jobs of a process that somebody wants stopped, and who.</summary>
    Task<IReadOnlyDictionary<JobId, string>> CancelRequestsAsync(ProcessIdentity owner, CancellationToken cancellationToken);

    /// <summary>Ends a job whose owner is gone, unless the owner was heard of since <paramref name="seen"/> was read.</summary>
    /// <returns>False where it was, or where the job has finished.</returns>
    Task<bool> MarkLostAsync(Job seen, JobError error, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes finished jobs that ended before an instant, and the oldest beyond a number.</summary>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveFinishedAsync(DateTimeOffset before, int keep, CancellationToken cancellationToken);
}
