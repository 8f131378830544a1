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
}

sealed record JobProgressAnswer(string Phase, long? Rows, long? Bytes, double? Fraction, long? TotalRows);

/// <summary>Milliseconds by stage, as far as the job has come.</summary>
sealed record JobTimes(double? Queue, double? Plan, double? Exec, double? Total);

/// <summary><c>GET /jobs</c>.</summary>
sealed record JobsAnswer(IReadOnlyList<JobAnswer> Jobs, string? Next);
