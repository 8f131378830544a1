using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Statistics;
using Tarn.Security.Roles;

namespace Tarn.Engine.Statistics;

/// <summary>ANALYZE TABLE: counts the different values of a table's columns and answers what it counted.</summary>
internal static class AnalyzeExecution
{
    static readonly ResultSchema Counted = new(("column_name", TypeId.Varchar), ("distinct_count", TypeId.BigInt));

    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement.AnalyzeTable analyze)
    {
        var (table, branch) = await ReferenceNames.FindTargetAsync(scope, analyze.Name).ConfigureAwait(false);
        scope.Demand(Permission.ReadRows, new SecuredObject.Table(table.Identifier.Namespace.Levels, table.Identifier.Name));
        var snapshot = branch == SnapshotRef.MainBranch ? table.CurrentSnapshot : table.Metadata.SnapshotOfRef(branch);
        if (snapshot is null) return StatementResult.Rows(analyze.Kind, Counted, []);
        var schema = table.Metadata.SchemaOf(snapshot);
        var columns = TableAnalysis.Columns(table, schema, analyze.Columns.IsEmpty ? null : analyze.Columns);
        var file = await TableAnalysis.RunAsync(scope, table, snapshot, columns).ConfigureAwait(false);
        return StatementResult.Rows(analyze.Kind, Counted, file.BlobMetadata.Select(b => (IReadOnlyList<object?>)
            [schema.FindName(b.Fields[0]), long.Parse(b.Properties[TableStatistics.DistinctCountProperty], System.Globalization.CultureInfo.InvariantCulture)]));
    }
}
