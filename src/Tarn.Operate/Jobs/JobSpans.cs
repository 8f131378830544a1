namespace Tarn.Operate.Jobs;

/// <summary>What a statistic lacked, read at one instant.</summary>
/// <param name="Changed">New jobs, newest first, and the state of those that had not ended.</param>
/// <param name="Mark">Everything that was recorded until now has been read.</param>
/// <param name="Count">How many jobs there are since the question's instant: whoever has another number lacks or has too many, and reads all again.</param>
public sealed record JobSpans(IReadOnlyList<JobSpan> Changed, long Mark, long Count);
