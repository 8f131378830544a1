using System.Collections.Concurrent;
using Tarn.Engine.Sessions;
using Tarn.Operate.Jobs;
using Tarn.Operate.Metrics;
using Tarn.Security.Identity;
using Tarn.Server.Problems;

namespace Tarn.Server.Statements;

/// <summary>Runs every statement that comes over HTTP: each in a session of its own, each a job.</summary>
sealed class StatementRunner(Lakehouse lakehouse, JobRunner jobs, MetricRegistry metrics, TimeProvider time)
{
    /// <summary>In whose name statements are cancelled that outlast the grace of a stopping server.</summary>
    static readonly Principal Stopping = new("the server, which was stopped", PrincipalKind.System, []);

    /// <summary>How long a cancelled statement may take to notice.</summary>
    static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<JobId, bool> _running = new();
    readonly Histogram _durations = metrics.Histogram(
        "tarn_statement_duration_seconds", "From a statement's start to its last row, by where it came from.", Histogram.Seconds, "cause", "outcome");
    volatile bool _stopping;

    /// <summary>Starts a statement as a job; <paramref name="consume"/> gets its result and reads the rows.</summary>
    /// <param name="request">The statement.</param>
    /// <param name="consume">Runs inside the job: what it throws fails the job.</param>
    /// <param name="cancellationToken">Cancels the job, also after this returned.</param>
    public async Task<JobRun<T>> StartAsync<T>(StatementRequest request, Func<StatementWork, Task<T>> consume, CancellationToken cancellationToken)
    {
        if (_stopping) throw new ServerException(ProblemKind.Unavailable, "The server is stopping and starts no more statements.");
        if (string.IsNullOrWhiteSpace(request.Text)) throw new ServerException(ProblemKind.InvalidRequest, "There is no statement in the request.");
        var job = new JobRequest(JobKind.Query, request.Principal, request.Text, request.Cause);
        return await jobs.StartAsync(job, context => RunAsync(request, consume, context), cancellationToken);
    }

    /// <summary>Takes no more statements, lets the running ones end, and cancels those that outlast the grace.</summary>
    public async Task DrainAsync(TimeSpan grace)
    {
        _stopping = true;
        if (await EndsWithinAsync(grace)) return;
        foreach (var id in _running.Keys) _ = await jobs.CancelAsync(id, Stopping, CancellationToken.None);
        _ = await EndsWithinAsync(CancelPatience);
    }

    async Task<bool> EndsWithinAsync(TimeSpan limit)
    {
        var began = time.GetTimestamp();
        while (!_running.IsEmpty && time.GetElapsedTime(began) < limit) await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        return _running.IsEmpty;
    }

    async Task<T> RunAsync<T>(StatementRequest request, Func<StatementWork, Task<T>> consume, JobContext context)
    {
        _running[context.Id] = true;
        var began = time.GetTimestamp();
        var outcome = "failed";
        try
        {
            context.BeginPhase("planning");
            await using var session = lakehouse.OpenSession(request.Principal, new SessionOptions(request.Namespace) { AllowsTransactions = false });
            await using var result = await session.ExecuteAsync(request.Text, StatementParameters.None, new PhaseProgress(context), context.CancellationToken);
            context.BeginPhase("running");
            var answer = await consume(new StatementWork(context, result, time.GetElapsedTime(began)));
            outcome = "succeeded";
            return answer;
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            outcome = "cancelled";
            // However the engine put it, this is why it stopped.
            context.CancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        finally
        {
            _durations.Observe(time.GetElapsedTime(began).TotalSeconds, request.Cause, outcome);
            _ = _running.TryRemove(context.Id, out _);
        }
    }

    /// <summary>The engine's progress as the job's; called on the engine's thread, so it does no more than that.</summary>
    sealed class PhaseProgress(JobContext job) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => job.Report(new JobProgress(value.Rows, value.Bytes, value.Fraction, value.TotalRows));
    }
}
