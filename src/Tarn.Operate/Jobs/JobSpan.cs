namespace Tarn.Operate.Jobs;

/// <summary>A job in a statistic.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State">Where it is.</param>
/// <param name="Principal">On whose behalf.</param>
/// <param name="Title">The connection's name or the dbt command; empty for statements.</param>
/// <param name="IsPart">Whether it is part of another job.</param>
/// <param name="Queued">When it was asked for.</param>
/// <param name="Started">Null where it never ran.</param>
/// <param name="Ended">Null while it runs.</param>
/// <param name="Bytes">Read, written or returned.</param>
public sealed record JobSpan(
    JobId Id, JobKind Kind, JobState State, string Principal, string Title, bool IsPart, DateTimeOffset Queued, DateTimeOffset? Started, DateTimeOffset? Ended, long Bytes);
