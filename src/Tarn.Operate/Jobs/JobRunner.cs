using System.Collections.Concurrent;
using Tarn.Project.Processes;
using Tarn.Security.Identity;

namespace Tarn.Operate.Jobs;

/// <summary>Runs work as jobs of this process: recorded, with a sign of life, cancellable from any process.</summary>
/// <remarks>
/// A query's record is written behind it, several together, so that a statement does not wait for the disk; what runs longer (sync, build,
/// maintenance) is in the store before it starts. A store that fails does not fail the work: the record is tried again with the next beat.
/// </remarks>
public sealed class JobRunner : IAsyncDisposable
{
    readonly IJobStore store;
    readonly TimeProvider time;
    readonly JobTimings timings;
    readonly JobMetrics metrics;
    readonly Func<Exception, JobError> describe;
    readonly ConcurrentDictionary<JobId, ActiveJob> active = new();
    readonly JobWriter writer;
    readonly CancellationTokenSource stopping = new();
    readonly Task beating;

    /// <param name="store">Shared with the other processes.</param>
    /// <param name="metrics">Fed with every start and end.</param>
    /// <param name="time">For all instants.</param>
    /// <param name="timings">How often the store is talked to.</param>
    /// <param name="describe">Turns the exception of failed work into a record; <see cref="JobErrors.Of"/> where null.</param>
    public JobRunner(IJobStore store, JobMetrics metrics, TimeProvider time, JobTimings? timings = null, Func<Exception, JobError>? describe = null)
    {
        this.store = store;
        this.metrics = metrics;
        this.time = time;
        this.timings = timings ?? JobTimings.Default;
        this.describe = describe ?? JobErrors.Of;
        writer = new JobWriter(store, metrics, time, this.timings.WriteDelay);
        beating = BeatAsync();
    }

    /// <summary>Runs work as a job and gives its result; its exception is thrown on as it is.</summary>
    public async Task<T> RunAsync<T>(JobRequest request, Func<JobContext, Task<T>> work, CancellationToken cancellationToken)
    {
        var run = await StartAsync(request, work, cancellationToken).ConfigureAwait(false);
        return await run.Completion.ConfigureAwait(false);
    }

    /// <summary>Starts work as a job and returns while it runs.</summary>
    /// <param name="request">What and for whom.</param>
    /// <param name="work">Runs on the thread pool; gets the token to stop by from its context.</param>
    /// <param name="cancellationToken">Cancels the job, also after this method returned.</param>
    public async Task<JobRun<T>> StartAsync<T>(JobRequest request, Func<JobContext, Task<T>> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(stopping.IsCancellationRequested, this);
        var now = time.GetUtcNow();
        var job = new ActiveJob(Queued(request, now), time, cancellationToken);
        active[job.Id] = job;
        writer.Enqueue(job.Snapshot());
        if (request.Kind != JobKind.Query) await writer.TryFlushAsync().ConfigureAwait(false);
        return new JobRun<T>(job.Id, Task.Run(() => ExecuteAsync(job, request, work), CancellationToken.None));
    }

    /// <summary>The job's present record: of this process from memory, of others from the store.</summary>
    public async Task<Job?> FindAsync(JobId id, CancellationToken cancellationToken)
    {
        if (active.TryGetValue(id, out var job) || writer.TryFind(id) is not { } pending)
            return job?.Snapshot() ?? await store.FindAsync(id, cancellationToken).ConfigureAwait(false);
        return pending;
    }

    /// <summary>Asks a job to stop, in this process at once, in another with its next heartbeat.</summary>
    /// <returns>False where there is no such job or it has ended.</returns>
    public async Task<bool> CancelAsync(JobId id, Principal principal, CancellationToken cancellationToken)
    {
        if (!active.TryGetValue(id, out var job)) return await store.RequestCancelAsync(id, principal.Name, cancellationToken).ConfigureAwait(false);
        job.Cancel(principal.Name);
        return true;
    }

    /// <summary>Everything that is still in memory reaches the store.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => writer.FlushAsync(cancellationToken);

    /// <summary>Cancels what runs, waits for it to end, and writes the last records.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync().ConfigureAwait(false);
        foreach (var job in active.Values) job.Cancel("shutdown");
        while (!active.IsEmpty) await Task.Delay(TimeSpan.FromMilliseconds(5)).ConfigureAwait(false);
        await beating.ConfigureAwait(false);
        await writer.DisposeAsync().ConfigureAwait(false);
        stopping.Dispose();
    }

    static Job Queued(JobRequest request, DateTimeOffset now) => new()
    {
        Id = JobId.New(now),
        Kind = request.Kind,
        Principal = request.Principal.Name,
        Title = request.Title,
        Cause = request.Cause,
        Parent = request.Parent,
        State = JobState.Queued,
        Queued = now,
        Owner = ProcessIdentity.Current,
        Heartbeat = now,
    };

    async Task<T> ExecuteAsync<T>(ActiveJob job, JobRequest request, Func<JobContext, Task<T>> work)
    {
        var started = false;
        try
        {
            T result;
            // Given back before the end is told: who sees it may ask for the next at once.
            using (request.Admission is { } admission ? await admission(job.Token).ConfigureAwait(false) : null)
            {
                job.Token.ThrowIfCancellationRequested();
                writer.Enqueue(job.Start());
                metrics.Started(request.Kind);
                started = true;
                result = await work(new JobContext(job)).ConfigureAwait(false);
            }
            Finish(job, started, JobState.Succeeded, null);
            return result;
        }
        catch (OperationCanceledException e) when (job.Token.IsCancellationRequested)
        {
            var by = job.Snapshot().CancelRequestedBy;
            Finish(job, started, JobState.Cancelled, new JobError("cancelled", by is null ? "The caller went away." : $"Cancelled by {by}."));
            throw new OperationCanceledException(e.Message, e, job.Token);
        }
        catch (Exception e)
        {
            Finish(job, started, JobState.Failed, describe(e));
            throw;
        }
        finally
        {
            _ = active.TryRemove(job.Id, out _);
            job.Dispose();
        }
    }

    void Finish(ActiveJob job, bool started, JobState state, JobError? error)
    {
        var ended = job.End(state, error);
        writer.Enqueue(ended);
        metrics.Ended(ended, started);
    }

    async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(timings.Heartbeat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false))
                if (!active.IsEmpty || writer.HasPending) await BeatOnceAsync(stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Disposal: the last records are written by DisposeAsync.
        }
    }

    async Task BeatOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var job in active.Values) writer.EnqueueIfActive(job.Beat());
        try
        {
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            var requests = await store.CancelRequestsAsync(ProcessIdentity.Current, cancellationToken).ConfigureAwait(false);
            foreach (var (id, principal) in requests)
                if (active.TryGetValue(id, out var job)) job.Cancel(principal);
        }
        catch (OperateException)
        {
            metrics.StoreFailed();
        }
    }
}
