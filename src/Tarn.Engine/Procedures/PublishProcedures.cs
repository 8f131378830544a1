using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Security.Roles;

namespace Tarn.Engine.Procedures;

/// <summary>Procedures that bring what a snapshot did onto main, with Spark's names, arguments and output columns.</summary>
internal static class PublishProcedures
{
    static readonly ResultSchema Published = new(("source_snapshot_id", TypeId.BigInt), ("current_snapshot_id", TypeId.BigInt));

    /// <summary><c>cherrypick_snapshot(table, snapshot_id)</c></summary>
    public static async Task<StatementResult> CherrypickSnapshotAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "snapshot_id");
        var snapshotId = arguments.RequiredLong("snapshot_id");
        var table = await arguments.TableAsync("table", Permission.WriteRows).ConfigureAwait(false);
        return await PickAsync(scope, call, table, snapshotId).ConfigureAwait(false);
    }

    /// <summary><c>publish_changes(table, wap_id)</c>: the snapshot that was staged under the id.</summary>
    public static async Task<StatementResult> PublishChangesAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "wap_id");
        var (wapId, offset) = arguments.RequiredText("wap_id");
        var table = await arguments.TableAsync("table", Permission.WriteRows).ConfigureAwait(false);
        var staged = table.Metadata.Snapshots.Where(s => s.Summary.GetValueOrDefault(CherryPick.WapId) == wapId).ToList();
        return staged switch
        {
            [var one] => await PickAsync(scope, call, table, one.SnapshotId).ConfigureAwait(false),
            [] => throw EngineException.At(EngineErrorKind.NotFound, $"Cannot apply unknown WAP ID '{wapId}': no snapshot of {table} was staged under it.", scope.Sql.Text, offset),
            _ => throw EngineException.At(
                EngineErrorKind.InvalidInput, $"Cannot apply non-unique WAP ID. Found {staged.Count} snapshots with WAP ID '{wapId}': cherrypick_snapshot publishes them one by one.", scope.Sql.Text, offset),
        };
    }

    static async Task<StatementResult> PickAsync(StatementScope scope, Statement.Call call, Table table, long snapshotId)
    {
        try
        {
            var outcome = await CherryPick.RunAsync(table, snapshotId, scope.Lakehouse.Time, scope.Token).ConfigureAwait(false);
            Evolution.TableAlteration.Demand(outcome, table);
            return StatementResult.Rows(StatementKind.Call, Published, [[snapshotId, ((CommitOutcome.Committed)outcome).Metadata.CurrentSnapshotId]]);
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.InvalidArgument or IcebergErrorKind.NoSuchSnapshot)
        {
            throw EngineException.At(IcebergErrors.Translate(e).Kind, $"{e.Message}. {table} is as it was.", scope.Sql.Text, call.Procedure.Start, e);
        }
    }
}
