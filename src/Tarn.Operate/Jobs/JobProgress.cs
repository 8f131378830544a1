namespace Tarn.Operate.Jobs;

/// <summary>How far a job is.</summary>
/// <param name="Rows">Read, written or returned so far: the kind says which.</param>
/// <param name="Bytes">Likewise.</param>
/// <param name="Fraction">From 0 to 1; null while it cannot be known.</param>
/// <param name="TotalRows">Expected; null while it cannot be known.</param>
public readonly record struct JobProgress(long Rows, long Bytes, double? Fraction, long? TotalRows);
