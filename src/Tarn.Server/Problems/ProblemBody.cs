namespace Tarn.Server.Problems;

/// <summary>
/// The wire form of a problem, <c>application/problem+json</c>. <c>errorMessage</c> is the detail again, under the name that clients of the
/// query API read; absent elsewhere.
/// </summary>
sealed record ProblemBody(
    string Kind,
    string Title,
    string Detail,
    int Status,
    ProblemCause? Cause,
    string? Setting,
    IReadOnlyList<ProblemAction> Actions,
    string? Job,
    bool Retryable,
    string? ErrorMessage = null);
