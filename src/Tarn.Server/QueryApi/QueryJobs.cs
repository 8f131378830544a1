using Tarn.Operate.Jobs;
using Tarn.Project.Settings;
using Tarn.Security.Identity;
using Tarn.Server.Jobs;
using Tarn.Server.Problems;
using Tarn.Server.Statements;

namespace Tarn.Server.QueryApi;

/// <summary>Statements that run on after their call was answered: submit, ask, read, cancel.</summary>
sealed class QueryJobs(StatementRunner statements, JobBoard board, ResultStore results, ServerLimits limits)
{
    const string QueryType = "REST";
    int _running;

    /// <summary>Starts a statement; it ends when it ends, whether or not the caller stays.</summary>
    public async Task<JobId> SubmitAsync(Principal principal, string sql, string? context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _running) > limits.MaxQueryJobs)
        {
            Interlocked.Decrement(ref _running);
            throw new ServerException(new Problem(ProblemKind.Busy, $"{limits.MaxQueryJobs} statements of this API run or wait already; try again when one has ended.")
            {
                Setting = "server.maxQueryJobs",
                RetryAfterSeconds = 1,
            });
        }
        var place = new Place(this);
        try
        {
            var run = await statements.StartAsync(new StatementRequest(principal, sql, "api", context) { Place = place }, results.KeepAsync, CancellationToken.None);
            // Its outcome is in the job's record.
            _ = run.Completion.ContinueWith(failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return run.Id;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    public async Task<QueryJobAnswer> ShowAsync(string id, Principal principal, CancellationToken cancellationToken)
    {
        var job = await board.FindAsync(id, principal, cancellationToken);
        var failed = job.State is JobState.Failed or JobState.Lost;
        return new QueryJobAnswer(StateName(job.State), QueryType, failed ? job.Error?.Message ?? "It failed without words." : "")
        {
            RowCount = job.State == JobState.Succeeded ? job.Progress.Rows : null,
            StartedAt = job.Started ?? job.Queued,
            EndedAt = job.Ended,
            CancellationReason = job.State == JobState.Cancelled ? job.Error?.Message : null,
        };
    }

    /// <summary>The rows of a statement that succeeded.</summary>
    public async Task<StoredResult> ResultAsync(string id, Principal principal, CancellationToken cancellationToken)
    {
        var job = await board.FindAsync(id, principal, cancellationToken);
        if (!job.State.IsFinished()) throw Refuse(ProblemKind.Conflict, job, "The statement has not ended; ask for its state until it has, then for its rows.");
        if (job.State != JobState.Succeeded) throw Refuse(ProblemKind.InvalidRequest, job, $"The statement gave no rows: {job.Error?.Message}");
        return results.Find(job.Id) ?? throw Refuse(
            ProblemKind.NotFound, job, "The rows of this statement are not kept (any more): results live as long as server.resultRetention says, and end with the server. Run it again.");
    }

    public async Task CancelAsync(string id, Principal principal, CancellationToken cancellationToken) => _ = await board.CancelAsync(id, principal, cancellationToken);

    /// <summary>Dremio's words for states.</summary>
    static string StateName(JobState state) => state switch
    {
        JobState.Queued => "PENDING",
        JobState.Running => "RUNNING",
        JobState.Succeeded => "COMPLETED",
        JobState.Cancelled => "CANCELED",
        _ => "FAILED",
    };

    static ServerException Refuse(ProblemKind kind, Job job, string detail) => new(new Problem(kind, detail) { Job = job.Id.ToString() });

    /// <summary>One of the places of those that run or wait, until it is given back.</summary>
    sealed class Place(QueryJobs of) : IDisposable
    {
        int _isGivenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGivenBack, 1) == 0) _ = Interlocked.Decrement(ref of._running);
        }
    }
}
