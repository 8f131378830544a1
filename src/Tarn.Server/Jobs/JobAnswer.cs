using Tarn.Server.Problems;

namespace Tarn.Server.Jobs;

/// <summary>A job on the wire. See docs/reference/http-api.md, "Jobs".</summary>
sealed record JobAnswer(string Id, string Kind, string State, string Principal, DateTimeOffset QueuedAt, bool Cancellable, bool Mine)
{
    public string? Name { get; init; }

    public string? Text { get; init; }

    public string? Cause { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public long? Rows { get; init; }

    public long? Bytes { get; init; }

    public JobProgressAnswer? Progress { get; init; }

    public ProblemBody? Error { get; init; }

    public JobTimes? Ms { get; init; }

    /// <summary>The job that this one is part of.</summary>
    public string? Parent { get; init; }

    /// <summary>Its phases; in answers about one job.</summary>
    public IReadOnlyList<JobPhaseAnswer>? Phases { get; init; }

    /// <summary>The jobs that are part of it; in answers about one job.</summary>
    public IReadOnlyList<JobAnswer>? Parts { get; init; }

    /// <summary>The median duration of the same job's successful runs before; in answers about one job, where there are at least three.</summary>
    public double? MedianMs { get; init; }
}

sealed record JobProgressAnswer(string Phase, long? Rows, long? Bytes, double? Fraction, long? TotalRows);

sealed record JobPhaseAnswer(string Name, DateTimeOffset Start, DateTimeOffset? End);

/// <summary>Milliseconds by stage, as far as the job has come.</summary>
sealed record JobTimes(double? Queue, double? Plan, double? Exec, double? Total);

/// <summary><c>GET /jobs</c>.</summary>
sealed record JobsAnswer(IReadOnlyList<JobAnswer> Jobs, string? Next);
