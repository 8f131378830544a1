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
}
