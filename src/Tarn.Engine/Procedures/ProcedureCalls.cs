using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Procedures;

/// <summary>CALL: finds the procedure by name. Names and arguments are Spark's.</summary>
internal static class ProcedureCalls
{
    static readonly string[] Later =
    [
        "rollback_to_snapshot", "rollback_to_timestamp", "set_current_snapshot", "cherrypick_snapshot", "publish_changes", "fast_forward", "expire_snapshots",
        "remove_orphan_files", "rewrite_data_files", "rewrite_manifests", "rewrite_position_delete_files", "snapshot", "migrate", "add_files", "ancestors_of",
        "create_changelog_view", "compute_table_stats", "compute_partition_stats", "rewrite_table_path",
    ];

    public static Task<StatementResult> RunAsync(StatementScope scope, Statement.Call call)
    {
        var parts = call.Procedure.Parts;
        var own = parts.Length > 1 && scope.Session.Names.IsCatalog(parts[0]) ? parts[1..] : parts;
        var name = own[^1].ToLowerInvariant();
        if (own.Length == 2 && own[0].Equals("system", StringComparison.OrdinalIgnoreCase))
        {
            if (name == "register_table") return RegisterTable.RunAsync(scope, call);
            if (Later.Contains(name)) throw At(scope, call, EngineErrorKind.NotSupported, $"The procedure system.{name} is not supported yet.");
        }
        throw At(scope, call, EngineErrorKind.NotFound, $"The procedure {call.Procedure} does not exist. This version has tarn.system.register_table(table => …, metadata_file => …).");
    }

    static EngineException At(StatementScope scope, Statement.Call call, EngineErrorKind kind, string message) =>
        EngineException.At(kind, message, scope.Sql.Text, call.Procedure.Start);
}
