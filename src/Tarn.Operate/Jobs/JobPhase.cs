namespace Tarn.Operate.Jobs;

/// <summary>A stretch of a job, such as "plan" or "write".</summary>
public sealed record JobPhase(string Name, DateTimeOffset Started, DateTimeOffset? Ended);
