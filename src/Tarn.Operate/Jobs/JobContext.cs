namespace Tarn.Operate.Jobs;

/// <summary>What the work of a job sees of it.</summary>
public sealed class JobContext : IProgress<JobProgress>
{
    readonly ActiveJob job;

    internal JobContext(ActiveJob job) => this.job = job;

    public JobId Id => job.Id;

    /// <summary>Cancelled by the caller, by <see cref="JobRunner.CancelAsync"/> from any process, or by the runner's disposal.</summary>
    public CancellationToken CancellationToken => job.Token;

    /// <summary>Ends the phase before, if any.</summary>
    public void BeginPhase(string name) => job.BeginPhase(name);

    /// <summary>Cheap: it is kept in memory and written with the next heartbeat.</summary>
    public void Report(JobProgress value) => job.Report(value);
}
