using System.Collections.Immutable;

namespace Tarn.Operate.Jobs;

/// <summary>Which jobs to list; what is null or empty does not restrict.</summary>
public sealed record JobFilter
{
    public const int MaxLimit = 10_000;

    public ImmutableArray<JobState> States { get; init; } = [];

    public JobKind? Kind { get; init; }

    public string? Principal { get; init; }

    public JobId? Parent { get; init; }

    /// <summary>Leaves out jobs that are part of another.</summary>
    public bool WholeOnly { get; init; }

    /// <summary>Exactly this title.</summary>
    public string? Title { get; init; }

    /// <summary>Among the newest, those whose title holds this, without regard to case.</summary>
    public string? Words { get; init; }

    /// <summary>Only older ones: the last id of the page before.</summary>
    public JobId? Before { get; init; }

    public int Limit { get; init; } = 100;
}
