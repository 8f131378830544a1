namespace Tarn.Engine.Sessions;

/// <summary>How far a piece of work has come.</summary>
/// <param name="Phase">What is being done now: <c>planning</c>, <c>running</c>, <c>writing</c>, <c>committing</c>.</param>
/// <param name="Rows">Rows handed out or written so far.</param>
/// <param name="Bytes">Bytes read or written so far; 0 where that is not known.</param>
/// <param name="Fraction">0 to 1; null where it cannot be told.</param>
/// <param name="TotalRows">Rows expected in all; null where it cannot be told.</param>
public sealed record WorkProgress(string Phase, long Rows, long Bytes, double? Fraction, long? TotalRows);
