using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Statistics;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Security.Roles;

namespace Tarn.Engine.Procedures;

/// <summary>Procedures that compute statistics of a snapshot, with Spark's names, arguments and output columns.</summary>
internal static class StatisticsProcedures
{
    static readonly ResultSchema TableFile = new(("statistics_file", TypeId.Varchar));

    static readonly ResultSchema PartitionFile = new(("partition_statistics_file", TypeId.Varchar));

    /// <summary><c>compute_table_stats(table, [snapshot_id], [columns])</c>: how many different values the columns have. A table without rows ever answers no row.</summary>
    public static async Task<StatementResult> ComputeTableStatsAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "snapshot_id", "columns");
        var names = arguments.OptionalTexts("columns");
        if (await FindAsync(scope, call, arguments).ConfigureAwait(false) is not (var table, { } snapshot)) return StatementResult.Rows(StatementKind.Call, TableFile, []);
        var columns = TableAnalysis.Columns(table, table.Metadata.SchemaOf(snapshot), names);
        var file = await TableAnalysis.RunAsync(scope, table, snapshot, columns).ConfigureAwait(false);
        return StatementResult.Rows(StatementKind.Call, TableFile, [[file.StatisticsPath]]);
    }

    /// <summary><c>compute_partition_stats(table, [snapshot_id])</c>: what is in each partition. A table without rows ever answers no row.</summary>
    public static async Task<StatementResult> ComputePartitionStatsAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "snapshot_id");
        var (table, snapshot) = await FindAsync(scope, call, arguments).ConfigureAwait(false);
        if (table.Metadata.UnifiedPartitionType().Fields.IsEmpty)
            throw EngineException.At(EngineErrorKind.InvalidInput, $"Table must be partitioned: {table} is not, and the summaries of its snapshots say all that partition statistics would.", scope.Sql.Text, call.Procedure.Start);
        var file = snapshot is null ? null : await PartitionAnalysis.RunAsync(scope, table, snapshot).ConfigureAwait(false);
        return StatementResult.Rows(StatementKind.Call, PartitionFile, file is null ? [] : [[file.StatisticsPath]]);
    }

    /// <summary>The table, and the snapshot that is asked for, the current one where none is.</summary>
    static async Task<(Table Table, Snapshot? Snapshot)> FindAsync(StatementScope scope, Statement.Call call, ProcedureArguments arguments)
    {
        var wanted = arguments.OptionalLong("snapshot_id");
        var table = await arguments.TableAsync("table", Permission.WriteRows).ConfigureAwait(false);
        scope.Demand(Permission.ReadRows, new SecuredObject.Table(table.Identifier.Namespace.Levels, table.Identifier.Name));
        if (wanted is not { } id) return (table, table.CurrentSnapshot);
        return (table, table.Metadata.SnapshotById(id) ?? throw EngineException.At(EngineErrorKind.NotFound, $"Cannot find snapshot: {id}.", scope.Sql.Text, call.Procedure.Start));
    }
}
