namespace Tarn.Operate.Jobs;

/// <summary>A job of this process that has not ended: its record changes here, and the runner writes what it reads.</summary>
sealed class ActiveJob(Job initial, TimeProvider time, CancellationToken caller) : IDisposable
{
    readonly Lock gate = new();
    readonly CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(caller);
    Job job = initial;

    public JobId Id { get; } = initial.Id;

    public CancellationToken Token => cancel.Token;

    public Job Snapshot()
    {
        lock (gate) return job;
    }

    /// <summary>The record with a fresh sign of life.</summary>
    public Job Beat() => Change(before => before with { Heartbeat = time.GetUtcNow() });

    public Job Start() => Change(before => before with { State = JobState.Running, Started = time.GetUtcNow(), Heartbeat = time.GetUtcNow() });

    public void BeginPhase(string name) => Change(before => before with { Phases = EndedPhases(before).Phases.Add(new JobPhase(name, time.GetUtcNow(), null)) });

    public void Report(JobProgress progress) => Change(before => before with { Progress = progress });

    public Job End(JobState state, JobError? error) => Change(before => EndedPhases(before) with
    {
        State = state,
        Error = error,
        Ended = time.GetUtcNow(),
        Heartbeat = time.GetUtcNow(),
    });

    public void Cancel(string principal)
    {
        lock (gate)
        {
            if (job.State.IsFinished()) return;
            job = job with { CancelRequestedBy = job.CancelRequestedBy ?? principal };
        }
        try
        {
            cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this very moment.
        }
    }

    public void Dispose() => cancel.Dispose();

    Job EndedPhases(Job before) => before.Phases is [.., { Ended: null } last]
        ? before with { Phases = before.Phases.SetItem(before.Phases.Length - 1, last with { Ended = time.GetUtcNow() }) }
        : before;

    Job Change(Func<Job, Job> change)
    {
        lock (gate) return job = change(job);
    }
}
