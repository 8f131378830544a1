using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;
using Tarn.Security.Roles;

namespace Tarn.Engine.Procedures;

/// <summary>Procedures that move branches over the snapshots that a table has, with Spark's names, arguments and output columns.</summary>
internal static class SnapshotProcedures
{
    static readonly ResultSchema Moved = new(("previous_snapshot_id", TypeId.BigInt), ("current_snapshot_id", TypeId.BigInt));

    static readonly ResultSchema Forwarded = new(("branch_updated", TypeId.Varchar), ("previous_ref", TypeId.BigInt), ("updated_ref", TypeId.BigInt));

    static readonly ResultSchema Ancestors = new(("snapshot_id", TypeId.BigInt), ("timestamp", TypeId.BigInt));

    /// <summary><c>rollback_to_snapshot(table, snapshot_id)</c>: main goes back to one of its ancestors.</summary>
    public static Task<StatementResult> RollbackToSnapshotAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "snapshot_id");
        var snapshotId = arguments.RequiredLong("snapshot_id");
        return MoveMainAsync(scope, call, arguments, _ => new SnapshotRefChange.RollbackTo(snapshotId));
    }

    /// <summary><c>rollback_to_timestamp(table, timestamp)</c>: main goes back to its newest ancestor before the instant.</summary>
    public static Task<StatementResult> RollbackToTimestampAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "timestamp");
        var instant = arguments.RequiredInstant("timestamp");
        return MoveMainAsync(scope, call, arguments, _ => new SnapshotRefChange.RollbackToTime(instant));
    }

    /// <summary><c>set_current_snapshot(table, snapshot_id | ref)</c>: main goes to any snapshot.</summary>
    public static Task<StatementResult> SetCurrentSnapshotAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "snapshot_id", "ref");
        var (snapshotId, reference) = (arguments.OptionalLong("snapshot_id"), arguments.OptionalText("ref"));
        if (snapshotId is null == reference is null)
            throw EngineException.At(EngineErrorKind.InvalidInput, "Either snapshot_id or ref must be provided, not both.", scope.Sql.Text, call.Procedure.Start);
        return MoveMainAsync(scope, call, arguments, metadata => new SnapshotRefChange.SetCurrent(snapshotId ?? metadata.SnapshotOfRef(reference!).SnapshotId));
    }

    /// <summary><c>fast_forward(table, branch, to)</c>: a branch goes to the head of another that descends from it.</summary>
    public static async Task<StatementResult> FastForwardAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "branch", "to");
        var (branch, to) = (arguments.RequiredText("branch").Value, arguments.RequiredText("to").Value);
        var table = await arguments.TableAsync("table", Permission.ManageTables).ConfigureAwait(false);
        var (before, after) = await CommitAsync(scope, call, table, new SnapshotRefChange.FastForward(branch, to).Plan).ConfigureAwait(false);
        return StatementResult.Rows(StatementKind.Call, Forwarded, [[branch, before.Refs.GetValueOrDefault(branch)?.SnapshotId, after.Refs[branch].SnapshotId]]);
    }

    /// <summary><c>ancestors_of(table, [snapshot_id])</c>: the snapshot (the current one) and those that it came from, newest first.</summary>
    public static async Task<StatementResult> AncestorsOfAsync(StatementScope scope, Statement.Call call)
    {
        var arguments = new ProcedureArguments(scope, call, "table", "snapshot_id");
        var wanted = arguments.OptionalLong("snapshot_id");
        var metadata = (await arguments.TableAsync("table", Permission.ReadRows).ConfigureAwait(false)).Metadata;
        if (wanted is { } given && metadata.SnapshotById(given) is null)
            throw EngineException.At(EngineErrorKind.NotFound, $"Cannot find snapshot: {given}.", scope.Sql.Text, call.Procedure.Start);
        var ancestors = (wanted ?? metadata.CurrentSnapshotId) is { } id ? metadata.AncestorsOf(id) : [];
        return StatementResult.Rows(StatementKind.Call, Ancestors, ancestors.Select(s => (IReadOnlyList<object?>)[s.SnapshotId, s.TimestampMs]));
    }

    static async Task<StatementResult> MoveMainAsync(StatementScope scope, Statement.Call call, ProcedureArguments arguments, Func<TableMetadata, SnapshotRefChange> change)
    {
        var table = await arguments.TableAsync("table", Permission.ManageTables).ConfigureAwait(false);
        var (before, after) = await CommitAsync(scope, call, table, metadata => change(metadata).Plan(metadata)).ConfigureAwait(false);
        return StatementResult.Rows(StatementKind.Call, Moved, [[before.CurrentSnapshotId, after.CurrentSnapshotId]]);
    }

    /// <summary>The table's metadata before the commit, as the last try found it, and after.</summary>
    static async Task<(TableMetadata Before, TableMetadata After)> CommitAsync(
        StatementScope scope, Statement.Call call, Table table, Func<TableMetadata, ImmutableArray<TableUpdate>> plan)
    {
        var before = table.Metadata;
        try
        {
            var outcome = await MetadataCommit.RunAsync(table, metadata => plan(before = metadata), scope.Lakehouse.Time, scope.Token).ConfigureAwait(false);
            Evolution.TableAlteration.Demand(outcome, table);
            return (before, ((CommitOutcome.Committed)outcome).Metadata);
        }
        catch (IcebergException e) when (e.Kind is IcebergErrorKind.InvalidArgument or IcebergErrorKind.NoSuchSnapshot)
        {
            throw EngineException.At(IcebergErrors.Translate(e).Kind, $"{e.Message}. {table} is as it was.", scope.Sql.Text, call.Procedure.Start, e);
        }
    }
}
