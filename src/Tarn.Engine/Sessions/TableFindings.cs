using Tarn.Engine.Sql.Select;

namespace Tarn.Engine.Sessions;

/// <summary>What was found out about the tables of one text while they were looked up, which changes the text elsewhere.</summary>
internal sealed class TableFindings
{
    /// <summary>Metadata columns that a table's SELECT has beside its own: stars must not show them.</summary>
    public Dictionary<TableReference, IReadOnlyList<string>> MetadataColumns { get; } = [];

    /// <summary>Names of tables that SQL does not tell apart, and what the query must call the second.</summary>
    public List<(string First, string Second, string Seen)> Apart { get; } = [];

    /// <summary>How many rows tables have that the query only counts.</summary>
    public Dictionary<TableReference, long> RowCounts { get; } = [];
}
