namespace Tarn.Operate.Jobs;

/// <summary>Which jobs' spans a statistic lacks.</summary>
/// <param name="Since">By when they were queued.</param>
/// <param name="After">What was read up to: the mark of the answer before; 0 reads all.</param>
/// <param name="Unfinished">Known jobs that had not ended, to be read again.</param>
/// <param name="Limit">At most so many new ones, the newest.</param>
public sealed record JobSpanQuery(DateTimeOffset Since, long After, IReadOnlyCollection<JobId> Unfinished, int Limit);
