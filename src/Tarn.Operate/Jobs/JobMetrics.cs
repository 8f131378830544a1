using Tarn.Operate.Metrics;

namespace Tarn.Operate.Jobs;

/// <summary>What the runner tells the metrics about jobs.</summary>
public sealed class JobMetrics
{
    readonly Counter started;
    readonly Counter ended;
    readonly Gauge running;
    readonly Histogram duration;
    readonly Counter rows;
    readonly Counter bytes;
    readonly Counter storeFailures;

    public JobMetrics(MetricRegistry registry)
    {
        started = registry.Counter("tarn_jobs_started_total", "Jobs that began to run.", "kind");
        ended = registry.Counter("tarn_jobs_ended_total", "Jobs that ended, by how.", "kind", "state");
        running = registry.Gauge("tarn_jobs_running", "Jobs that run now in this process.", "kind");
        duration = registry.Histogram("tarn_job_duration_seconds", "From the start of a job to its end.", Histogram.Seconds, "kind");
        rows = registry.Counter("tarn_job_rows_total", "Rows that ended jobs read, wrote or returned.", "kind");
        bytes = registry.Counter("tarn_job_bytes_total", "Bytes that ended jobs read, wrote or returned.", "kind");
        storeFailures = registry.Counter("tarn_job_store_failures_total", "Writes of job records that failed and were kept for a later one.");
    }

    internal void Started(JobKind kind)
    {
        started.Add(1, Label(kind));
        running.Add(1, Label(kind));
    }

    internal void Ended(Job job, bool started)
    {
        var kind = Label(job.Kind);
        ended.Add(1, kind, job.State.ToString().ToLowerInvariant());
        if (!started) return;
        running.Add(-1, kind);
        duration.Observe((job.Ended!.Value - job.Started!.Value).TotalSeconds, kind);
        rows.Add(Math.Max(0, job.Progress.Rows), kind);
        bytes.Add(Math.Max(0, job.Progress.Bytes), kind);
    }

    internal void StoreFailed() => storeFailures.Add(1);

    static string Label(JobKind kind) => kind.ToString().ToLowerInvariant();
}
