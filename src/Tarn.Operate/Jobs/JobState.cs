namespace Tarn.Operate.Jobs;

/// <summary>Where a job is in its life: queued, running, then one of the rest for good.</summary>
public enum JobState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,

    /// <summary>Its process is dead or silent; what it committed stays committed.</summary>
    Lost,
}
