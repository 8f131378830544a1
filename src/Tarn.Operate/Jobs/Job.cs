using System.Collections.Immutable;
using Tarn.Project.Processes;

namespace Tarn.Operate.Jobs;

/// <summary>The record of a statement, a sync or a build: every one is a job.</summary>
public sealed record Job
{
    public required JobId Id { get; init; }

    public required JobKind Kind { get; init; }

    /// <summary>On whose behalf: <c>ann</c>, <c>local:ann</c>, <c>system</c>.</summary>
    public required string Principal { get; init; }

    /// <summary>The statement's text, the connection's name, the dbt command.</summary>
    public required string Title { get; init; }

    /// <summary>Why it runs: "cli", "api", "ui", "schedule …".</summary>
    public required string Cause { get; init; }

    /// <summary>The job that this one is part of.</summary>
    public JobId? Parent { get; init; }

    public required JobState State { get; init; }

    public required DateTimeOffset Queued { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public ImmutableArray<JobPhase> Phases { get; init; } = [];

    public JobProgress Progress { get; init; }

    /// <summary>Set where it failed, was cancelled or is lost.</summary>
    public JobError? Error { get; init; }

    /// <summary>The process that runs it.</summary>
    public required ProcessIdentity Owner { get; init; }

    /// <summary>When the owner last said that it is at it.</summary>
    public required DateTimeOffset Heartbeat { get; init; }

    /// <summary>Who asked for it to stop; null where nobody did.</summary>
    public string? CancelRequestedBy { get; init; }
}
