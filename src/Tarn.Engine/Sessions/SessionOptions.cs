namespace Tarn.Engine.Sessions;

/// <summary>What a session may choose for itself.</summary>
/// <param name="Namespace">Where bare table names are looked up, dots between levels; null for <c>sql.defaultNamespace</c>.</param>
/// <param name="StatementTimeout">Shorter than <c>sql.statementTimeout</c>, which stays the limit; null for that.</param>
public sealed record SessionOptions(string? Namespace = null, TimeSpan? StatementTimeout = null)
{
    /// <summary>How often a DELETE, UPDATE or MERGE is planned anew because another writer changed what it had read. Then the conflict is its answer.</summary>
    public int MaxReplans { get; init; } = 10;

    /// <summary>False where the session ends with its statement.</summary>
    public bool AllowsTransactions { get; init; } = true;

    /// <summary>
    /// Queries read every table as it was then, unless the text itself says otherwise with a time-travel clause; statements that change something are refused.
    /// Null for the present.
    /// </summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Have the executor note where a query spends its time (<see cref="StatementResult.Profile"/>), for a small price.</summary>
    public bool Profile { get; init; }
}
