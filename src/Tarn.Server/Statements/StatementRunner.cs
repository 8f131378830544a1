using System.Collections.Concurrent;
using System.Globalization;
using Tarn.Engine.Sessions;
using Tarn.Operate.Jobs;
using Tarn.Operate.Metrics;
using Tarn.Security.Identity;
using Tarn.Server.Frames;
using Tarn.Server.Problems;
using Tarn.Server.Profiles;

namespace Tarn.Server.Statements;

/// <summary>Runs every statement that comes over HTTP: each in a session of its own, each a job.</summary>
sealed class StatementRunner(Lakehouse lakehouse, JobRunner jobs, MetricRegistry metrics, StatementProfiles profiles, TimeProvider time)
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
    public Task<JobRun<T>> StartAsync<T>(StatementRequest request, Func<StatementWork, Task<T>> consume, CancellationToken cancellationToken) =>
        StartAsync(request, (session, context) => RowsAsync(session, request, consume, context), cancellationToken);

    /// <summary>Starts a query whose rows become a Parquet file, which <paramref name="send"/> gets and which is gone afterwards.</summary>
    public Task<JobRun<long>> StartFileAsync(StatementRequest request, Func<string, CancellationToken, Task> send, CancellationToken cancellationToken) =>
        StartAsync(request, (session, context) => FileAsync(session, request, send, context), cancellationToken);

    async Task<JobRun<T>> StartAsync<T>(StatementRequest request, Func<Session, JobContext, Task<T>> run, CancellationToken cancellationToken)
    {
        if (_stopping) throw new ServerException(ProblemKind.Unavailable, "The server is stopping and starts no more statements.");
        if (string.IsNullOrWhiteSpace(request.Text)) throw new ServerException(ProblemKind.InvalidRequest, "There is no statement in the request.");
        var job = new JobRequest(JobKind.Query, request.Principal, request.Text, request.Cause)
        {
            Admission = request.Place is { } place ? _ => Task.FromResult(place) : null,
        };
        return await jobs.StartAsync(job, context => RunAsync(request, run, context), cancellationToken);
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

    /// <summary>What every statement has in common: its session, its place among those that a stop waits for, and its measured end.</summary>
    async Task<T> RunAsync<T>(StatementRequest request, Func<Session, JobContext, Task<T>> run, JobContext context)
    {
        _running[context.Id] = true;
        var began = time.GetTimestamp();
        var outcome = "failed";
        try
        {
            await using var session = lakehouse.OpenSession(request.Principal, new SessionOptions(request.Namespace) { AllowsTransactions = false, AsOf = request.AsOf, Profile = true });
            session.Job = context.Id.ToString();
            var answer = await run(session, context);
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

    async Task<T> RowsAsync<T>(Session session, StatementRequest request, Func<StatementWork, Task<T>> consume, JobContext context)
    {
        var began = time.GetTimestamp();
        context.BeginPhase("planning");
        await using var result = await session.ExecuteAsync(request.Text, StatementParameters.None, new PhaseProgress(context), context.CancellationToken);
        context.BeginPhase("running");
        var work = new StatementWork(context, result, time.GetElapsedTime(began));
        var answer = await consume(work);
        Keep(work, time.GetElapsedTime(began));
        return answer;
    }

    async Task<long> FileAsync(Session session, StatementRequest request, Func<string, CancellationToken, Task> send, JobContext context)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(lakehouse.Options.TemporaryFolder, "export")).FullName, $"{context.Id}.parquet");
        try
        {
            context.BeginPhase("running");
            await using var result = await session.WriteParquetAsync(request.Text, path, new PhaseProgress(context), context.CancellationToken);
            context.Report(new JobProgress(result.RowsAffected ?? 0, new FileInfo(path).Length, null, null));
            context.BeginPhase("sending");
            await send(path, context.CancellationToken);
            return result.RowsAffected ?? 0;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What is not a query has no operators, and its counts say enough.</summary>
    void Keep(StatementWork work, TimeSpan total)
    {
        var result = work.Result;
        if (result.Schema is null) return;
        var times = new FrameTimes(result.Waited.TotalMilliseconds, (work.Planned - result.Waited).TotalMilliseconds, (total - work.Planned).TotalMilliseconds, null, total.TotalMilliseconds);
        profiles.Keep(new ProfileAnswer(
            work.Job.Id.ToString(), times, new FrameFiles(result.Counts.FilesRead, result.Counts.FilesConsidered), new FrameBytes(result.Counts.BytesRead, null),
            [.. result.Tables.Select(t => new FrameTable(t.Name, t.SnapshotId?.ToString(CultureInfo.InvariantCulture), t.Timestamp))])
        {
            Plan = OperatorTree.Of(result.Profile),
            PeakMemory = OperatorTree.Number(result.Profile, "SYSTEM_PEAK_BUFFER_MEMORY"),
            Spilled = OperatorTree.Number(result.Profile, "SYSTEM_PEAK_TEMP_DIR_SIZE"),
        });
    }

    /// <summary>The engine's progress as the job's; called on the engine's thread, so it does no more than that.</summary>
    sealed class PhaseProgress(JobContext job) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => job.Report(new JobProgress(value.Rows, value.Bytes, value.Fraction, value.TotalRows));
    }
}
