using Tarn.Operate.Jobs;
using Tarn.Security.Identity;
using Tarn.Server.Problems;

namespace Tarn.Server.Jobs;

/// <summary>Finds and cancels jobs for a principal; what the principal may not see is not there.</summary>
sealed class JobBoard(JobRunner runner, IJobStore store, JobPages pages, StatementNames names)
{
    const int MostPagesRead = 20;

    public async Task<JobsAnswer> ListAsync(JobListing listing, Principal principal, CancellationToken cancellationToken)
    {
        // Records of statements are written a moment late; whoever lists wants to see what just ran.
        await runner.FlushAsync(cancellationToken);
        var owner = pages.MaySeeAll(principal) ? null : principal.Name;
        var found = new List<Job>();
        var before = listing.Before;
        for (var page = 0; page < MostPagesRead && found.Count < listing.Limit; page++)
        {
            var read = 0;
            await foreach (var job in store.ListAsync(listing.ToFilter(owner, before), cancellationToken))
            {
                read++;
                before = job.Id;
                if (listing.Wants(job) && found.Count < listing.Limit) found.Add(job);
            }
            if (read < listing.Limit) break;
        }
        return new JobsAnswer([.. found.Select(job => pages.Of(job, principal))], found.Count == listing.Limit ? found[^1].Id.ToString() : null);
    }

    public async Task<JobAnswer> ShowAsync(string id, Principal principal, CancellationToken cancellationToken) =>
        pages.Of(await FindAsync(id, principal, cancellationToken), principal);

    /// <summary>Asks the job to stop; the answer is the job as it is then.</summary>
    public async Task<JobAnswer> CancelAsync(string id, Principal principal, CancellationToken cancellationToken)
    {
        var job = await FindAsync(id, principal, cancellationToken);
        if (job.State.IsFinished() || !await runner.CancelAsync(job.Id, principal, cancellationToken))
            throw new ServerException(new Problem(ProblemKind.Conflict, "The job has ended already; there is nothing to cancel.") { Job = job.Id.ToString() });
        return pages.Of(await runner.FindAsync(job.Id, cancellationToken) ?? job, principal);
    }

    /// <summary>By the job's id, or by the name that the client chose for a statement of its own.</summary>
    public async Task<Job> FindAsync(string id, Principal principal, CancellationToken cancellationToken)
    {
        // A chosen name may have the form of a job's id, so names come first.
        var known = await names.JobOfAsync(id, principal, cancellationToken) ?? (JobId.TryParse(id, out var parsed) ? parsed : null);
        var job = known is { } jobId ? await runner.FindAsync(jobId, cancellationToken) : null;
        return job is not null && pages.MaySee(principal, job) ? job : throw new ServerException(ProblemKind.NotFound, $"There is no job {id}.");
    }
}
