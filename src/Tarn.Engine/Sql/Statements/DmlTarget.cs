namespace Tarn.Engine.Sql.Statements;

/// <summary>The table that a DELETE, UPDATE or MERGE changes, and what its own text calls it.</summary>
internal sealed record DmlTarget(ObjectName Name, string? Alias)
{
    /// <summary>The name by which columns are qualified in the statement.</summary>
    public string Called => Alias ?? Name.Last;
}
