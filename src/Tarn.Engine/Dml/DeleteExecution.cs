using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;

namespace Tarn.Engine.Dml;

/// <summary>DELETE FROM. Files whose every row meets the condition, by their partition or bounds, are taken out unread.</summary>
internal static class DeleteExecution
{
    const string Changes = "__tarn_changes";

    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement.Delete delete)
    {
        using var run = await RowChangeRun.OpenAsync(scope, delete.Target, RowCommand.Delete, delete.Options).ConfigureAwait(false);
        var target = new TargetScan(scope, run.Table, run.Branch) { LeavesOutWhole = true };
        var called = Identifiers.Quote(delete.Target.Called);
        var text = run.Compose().Add($"SELECT {called}.{ScanSql.AddressFile}, {called}.{ScanSql.AddressPosition} FROM ");
        var place = text.Length;
        text.AddTarget(delete.Target, delete.Options);
        if (delete.Using is { } tables) text.Add(", ").Add(tables);
        if (delete.Where is { } where) text.Add(" WHERE ").AddBracketed(where);
        _ = await run.StageAsync(Changes, text, ImmutableDictionary<int, Func<TableReference, Task<string>>>.Empty.Add(place, target.SpliceAsync)).ConfigureAwait(false);

        var whole = await target.CountWholeAsync(run.Connection).ConfigureAwait(false);
        var marked = run.Count($"SELECT DISTINCT {ScanSql.AddressFile}, {ScanSql.AddressPosition} FROM {Changes}");
        var changes = new RowCounts(0, 0, whole + marked);
        return target.Files.IsEmpty && !target.Whole.IsEmpty && target.ExactFilter is { } exact
            ? await DropAsync(run, target, exact, changes).ConfigureAwait(false)
            : await run.CommitAsync(target, $"SELECT * FROM {Changes}", null, changes).ConfigureAwait(false);
    }

    /// <summary>No data file is written or marked. By its condition such a change holds on any later state too, unless a file matches in part there: then it is planned anew.</summary>
    static async Task<StatementResult> DropAsync(RowChangeRun run, TargetScan target, Expression exact, RowCounts changes)
    {
        try
        {
            await run.CommitAsync(SnapshotChange.Delete(exact), []).ConfigureAwait(false);
            return run.Answer(target, changes);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.InvalidArgument)
        {
            throw new EngineException(EngineErrorKind.Conflict, $"Nothing was deleted from {run.Table}: {e.Message}. Run the statement again.", null, e);
        }
    }
}
