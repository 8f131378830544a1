using Tarn.Security.Identity;

namespace Tarn.Operate.Jobs;

/// <summary>What somebody wants done.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Principal">On whose behalf.</param>
/// <param name="Title">The statement's text, the connection's name, the dbt command.</param>
/// <param name="Cause">Why it runs: "cli", "api", "ui", "schedule …".</param>
public sealed record JobRequest(JobKind Kind, Principal Principal, string Title, string Cause)
{
    /// <summary>The job that this one is part of.</summary>
    public JobId? Parent { get; init; }

    /// <summary>The job is queued until this gives a lease, which is disposed before its end is told; null starts it at once.</summary>
    public Func<CancellationToken, Task<IDisposable>>? Admission { get; init; }
}
