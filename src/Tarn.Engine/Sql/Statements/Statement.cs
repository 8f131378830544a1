using System.Collections.Immutable;
using Tarn.Engine.Sessions;

namespace Tarn.Engine.Sql.Statements;

/// <summary>A parsed statement. Queries inside are slices of the text: the executor's own parser reads them.</summary>
internal abstract record Statement(StatementKind Kind)
{
    /// <summary>SELECT and whatever else the executor's SELECT grammar has.</summary>
    public sealed record Query(TextSlice Text) : Statement(StatementKind.Query);

    /// <summary>DESCRIBE or SUMMARIZE of a query or a table reference; the slice includes the keyword.</summary>
    public sealed record DescribeQuery(TextSlice Text) : Statement(StatementKind.Describe);

    public sealed record DescribeTable(ObjectName Name) : Statement(StatementKind.Describe);

    public sealed record Show(ShowTarget Target, ObjectName? In, string? Like) : Statement(StatementKind.Describe);

    public sealed record ShowCreate(ObjectName Name, bool View) : Statement(StatementKind.Describe);

    public sealed record Explain(Statement Inner, bool Analyze) : Statement(StatementKind.Explain);

    public sealed record CreateNamespace(
        ObjectName Name, bool IfNotExists, ImmutableSortedDictionary<string, string> Properties) : Statement(StatementKind.CreateNamespace);

    public sealed record DropNamespace(ObjectName Name, bool IfExists, bool Cascade) : Statement(StatementKind.DropNamespace);

    /// <summary>CREATE TABLE with columns, or with a query (<see cref="As"/>) that gives them.</summary>
    public sealed record CreateTable(
        ObjectName Name,
        bool OrReplace,
        bool IfNotExists,
        ImmutableArray<ColumnDefinition> Columns,
        ImmutableArray<PartitionTerm> Partitioning,
        ImmutableSortedDictionary<string, string> Properties,
        string? Location,
        int LocationOffset,
        TextSlice? As) : Statement(As is null ? StatementKind.CreateTable : StatementKind.CreateTableAs);

    public sealed record DropTable(ObjectName Name, bool IfExists, bool Purge) : Statement(StatementKind.DropTable);

    public sealed record TruncateTable(ObjectName Name) : Statement(StatementKind.TruncateTable);

    public sealed record Insert(
        ObjectName Target, ImmutableArray<string> Columns, bool ByName, bool Overwrite, TextSlice Source)
        : Statement(Overwrite ? StatementKind.InsertOverwrite : StatementKind.Insert);

    /// <summary>BEGIN, COMMIT or ROLLBACK, as its kind says.</summary>
    public sealed record Transaction(StatementKind Does) : Statement(Does);

    /// <summary>DELETE FROM target [USING …] [WHERE …].</summary>
    public sealed record Delete(DmlTarget Target, TextSlice? Using, TextSlice? Where, DmlOptions Options) : Statement(StatementKind.Delete);

    /// <summary>UPDATE target SET … [FROM …] [WHERE …].</summary>
    public sealed record Update(DmlTarget Target, ImmutableArray<Assignment> Set, TextSlice? From, TextSlice? Where, DmlOptions Options) : Statement(StatementKind.Update);

    /// <summary>MERGE INTO target USING source ON … WHEN …</summary>
    public sealed record Merge(
        DmlTarget Target, MergeSource Source, TextSlice On, ImmutableArray<MergeClause> Clauses, bool WithSchemaEvolution, DmlOptions Options) : Statement(StatementKind.Merge);

    public sealed record CreateView(
        ObjectName Name,
        bool OrReplace,
        bool IfNotExists,
        ImmutableArray<ViewColumn> Columns,
        ImmutableSortedDictionary<string, string> Properties,
        TextSlice As) : Statement(StatementKind.CreateView);

    public sealed record DropView(ObjectName Name, bool IfExists) : Statement(StatementKind.DropView);

    /// <param name="Name">The table.</param>
    /// <param name="IfExists">A table that is not there is no error.</param>
    /// <param name="Action">What changes.</param>
    /// <param name="ActionStart">Where that stands in the text.</param>
    public sealed record AlterTable(ObjectName Name, bool IfExists, AlterAction Action, int ActionStart) : Statement(StatementKind.AlterTable);

    public sealed record AlterView(ObjectName Name, bool IfExists, AlterAction Action) : Statement(StatementKind.AlterView);

    /// <summary>SET or (with no value) RESET of a setting of the session's.</summary>
    public sealed record SetSetting(string Name, string? Value, int Offset) : Statement(StatementKind.Set);

    public sealed record Use(ObjectName Name) : Statement(StatementKind.Use);

    /// <summary>ANALYZE TABLE; without columns, all of them.</summary>
    public sealed record AnalyzeTable(ObjectName Name, ImmutableArray<string> Columns) : Statement(StatementKind.Analyze);

    public sealed record Call(ObjectName Procedure, ImmutableArray<CallArgument> Arguments) : Statement(StatementKind.Call);
}
