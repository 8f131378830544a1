using System.Collections.Immutable;
using Tarn.Operate.Jobs;

namespace Tarn.Server.Jobs;

/// <summary>Which page of which jobs; empty arrays do not restrict.</summary>
sealed record JobListing(int Limit, ImmutableArray<JobState> States, ImmutableArray<JobKind> Kinds, JobId? Before)
{
    public const int MaxLimit = 500;

    public JobFilter ToFilter(string? principal, JobId? before) => new()
    {
        States = States,
        Kind = Kinds.Length == 1 ? Kinds[0] : null,
        Principal = principal,
        Before = before,
        WholeOnly = true,
        Limit = Limit,
    };

    /// <summary>The store filters by one kind only.</summary>
    public bool Wants(Job job) => Kinds.IsEmpty || Kinds.Contains(job.Kind);
}
