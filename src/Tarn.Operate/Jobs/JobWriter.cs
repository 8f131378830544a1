namespace Tarn.Operate.Jobs;

/// <summary>Collects the newest record of each job and writes several together.</summary>
/// <remarks>A job that starts and ends within the delay is written once. Bounded by the number of jobs in flight plus what one delay brings.</remarks>
sealed class JobWriter : IAsyncDisposable
{
    /// <summary>Records kept while the store fails; beyond them the oldest finished ones are given up.</summary>
    const int MaxPending = 50_000;

    readonly IJobStore store;
    readonly JobMetrics metrics;
    readonly TimeProvider time;
    readonly TimeSpan delay;
    readonly Lock gate = new();
    readonly SemaphoreSlim writing = new(1, 1);
    Dictionary<JobId, Job> pending = [];
    Dictionary<JobId, Job> inFlight = [];
    Task? scheduled;

    public JobWriter(IJobStore store, JobMetrics metrics, TimeProvider time, TimeSpan delay)
    {
        this.store = store;
        this.metrics = metrics;
        this.time = time;
        this.delay = delay;
    }

    public bool HasPending
    {
        get
        {
            lock (gate) return pending.Count > 0;
        }
    }

    public void Enqueue(Job job)
    {
        lock (gate)
        {
            pending[job.Id] = job;
            if (pending.Count > MaxPending) GiveUpOldest();
            scheduled ??= WriteLaterAsync();
        }
    }

    /// <summary>A heartbeat must not overwrite an end that was enqueued between reading the job and getting here (the store guards those already written).</summary>
    public void EnqueueIfActive(Job job)
    {
        lock (gate)
        {
            if (pending.TryGetValue(job.Id, out var newer) && newer.State.IsFinished()) return;
            if (inFlight.TryGetValue(job.Id, out newer) && newer.State.IsFinished()) return;
            if (!job.State.IsFinished()) pending[job.Id] = job;
        }
    }

    public Job? TryFind(JobId id)
    {
        lock (gate) return pending.GetValueOrDefault(id) ?? inFlight.GetValueOrDefault(id);
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (gate)
            {
                if (pending.Count == 0) return;
                (inFlight, pending) = (pending, []);
            }
            // Half a write would leave the record of a job that ended as running: not cancellable.
            await store.SaveAsync([.. inFlight.Values], CancellationToken.None).ConfigureAwait(false);
            lock (gate) inFlight = [];
        }
        catch
        {
            lock (gate)
            {
                foreach (var (id, job) in inFlight) _ = pending.TryAdd(id, job);
                inFlight = [];
            }
            throw;
        }
        finally
        {
            _ = writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (scheduled is { } last) await last.ConfigureAwait(false);
        await TryFlushAsync().ConfigureAwait(false);
        writing.Dispose();
    }

    async Task WriteLaterAsync()
    {
        // Yields also where there is no delay: the field must hold this task before the task clears it.
        await Task.Delay(delay, time).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (gate) scheduled = null;
        await TryFlushAsync().ConfigureAwait(false);
    }

    /// <summary>Writes what is pending, or counts the failure and leaves it for the next write.</summary>
    public async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperateException)
        {
            // The work goes on without its record; the next write carries it again.
            metrics.StoreFailed();
        }
    }

    void GiveUpOldest()
    {
        foreach (var id in pending.Values.Where(job => job.State.IsFinished()).OrderBy(job => job.Queued).Take(MaxPending / 10).Select(job => job.Id).ToList())
            _ = pending.Remove(id);
    }
}
