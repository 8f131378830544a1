using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Procedures;

/// <summary>CALL: finds the procedure by name. Names and arguments are Spark's.</summary>
internal static class ProcedureCalls
{
    static readonly Dictionary<string, Func<StatementScope, Statement.Call, Task<StatementResult>>> Procedures = new(StringComparer.OrdinalIgnoreCase)
    {
        ["register_table"] = RegisterTable.RunAsync,
        ["rollback_to_snapshot"] = SnapshotProcedures.RollbackToSnapshotAsync,
        ["rollback_to_timestamp"] = SnapshotProcedures.RollbackToTimestampAsync,
        ["set_current_snapshot"] = SnapshotProcedures.SetCurrentSnapshotAsync,
        ["fast_forward"] = SnapshotProcedures.FastForwardAsync,
        ["ancestors_of"] = SnapshotProcedures.AncestorsOfAsync,
        ["cherrypick_snapshot"] = PublishProcedures.CherrypickSnapshotAsync,
        ["publish_changes"] = PublishProcedures.PublishChangesAsync,
        ["compute_table_stats"] = StatisticsProcedures.ComputeTableStatsAsync,
        ["create_changelog_view"] = ChangelogProcedures.CreateChangelogViewAsync,
        ["compute_partition_stats"] = StatisticsProcedures.ComputePartitionStatsAsync,
    };

    static readonly string[] Later =
    [
        "expire_snapshots", "remove_orphan_files", "rewrite_data_files", "rewrite_manifests", "rewrite_position_delete_files", "snapshot", "migrate", "add_files",
        "rewrite_table_path",
    ];

    public static Task<StatementResult> RunAsync(StatementScope scope, Statement.Call call)
    {
        var parts = call.Procedure.Parts;
        var own = parts.Length > 1 && scope.Session.Names.IsCatalog(parts[0]) ? parts[1..] : parts;
        var name = own[^1].ToLowerInvariant();
        if (own.Length == 2 && own[0].Equals("system", StringComparison.OrdinalIgnoreCase))
        {
            if (Procedures.TryGetValue(name, out var procedure)) return procedure(scope, call);
            if (Later.Contains(name)) throw At(scope, call, EngineErrorKind.NotSupported, $"The procedure system.{name} is not supported yet.");
        }
        throw At(scope, call, EngineErrorKind.NotFound, $"The procedure {call.Procedure} does not exist. This version has tarn.system.{string.Join(", ", Procedures.Keys)}.");
    }

    static EngineException At(StatementScope scope, Statement.Call call, EngineErrorKind kind, string message) =>
        EngineException.At(kind, message, scope.Sql.Text, call.Procedure.Start);
}
