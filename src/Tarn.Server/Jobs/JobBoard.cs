using Tarn.Operate.Jobs;
using Tarn.Security.Identity;
using Tarn.Server.Problems;

namespace Tarn.Server.Jobs;

/// <summary>Finds and cancels jobs for a principal; what the principal may not see is not there.</summary>
sealed class JobBoard(JobRunner runner, IJobStore store, JobPages pages, StatementNames names)
{
    const int MostPagesRead = 20;
    const int MostParts = 200;
    const int MostCompared = 20;
    const int FewestCompared = 3;

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
        await WithPartsAsync(await FindAsync(id, principal, cancellationToken), principal, cancellationToken);

    /// <summary>The newest jobs whose text or name holds the words, one of each text.</summary>
    public async Task<IReadOnlyList<Job>> FindAsync(string words, int most, Principal principal, CancellationToken cancellationToken)
    {
        var filter = new JobFilter { Words = words, WholeOnly = true, Principal = pages.MaySeeAll(principal) ? null : principal.Name, Limit = most * 5 };
        return [.. (await ReadAsync(filter, cancellationToken)).DistinctBy(job => job.Title).Take(most)];
    }

    async Task<JobAnswer> WithPartsAsync(Job job, Principal principal, CancellationToken cancellationToken)
    {
        // Records reach the store a moment late: a part that just ended must not look as if it waited.
        await runner.FlushAsync(cancellationToken);
        var parts = await ReadAsync(new JobFilter { Parent = job.Id, Limit = MostParts }, cancellationToken);
        var same = job.Kind == JobKind.Query ? [] : await ReadAsync(new JobFilter { Kind = job.Kind, Title = job.Title, States = [JobState.Succeeded], Before = job.Id, Limit = MostCompared }, cancellationToken);
        var took = same.Where(j => j is { Started: not null, Ended: not null }).Select(j => (j.Ended!.Value - j.Started!.Value).TotalMilliseconds).Order().ToList();
        return pages.Of(job, principal) with
        {
            Phases = [.. job.Phases.Select(p => new JobPhaseAnswer(p.Name, p.Started, p.Ended))],
            Parts = [.. parts.OrderBy(p => p.Queued).Select(p => pages.Of(p, principal))],
            MedianMs = took.Count >= FewestCompared ? took[took.Count / 2] : null,
        };
    }

    async Task<List<Job>> ReadAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        var found = new List<Job>();
        await foreach (var job in store.ListAsync(filter, cancellationToken)) found.Add(job);
        return found;
    }

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
