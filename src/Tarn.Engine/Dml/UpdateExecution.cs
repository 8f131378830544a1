using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Dml;

/// <summary>UPDATE. A row that is updated keeps its identity (v3): the old one leaves and the new one comes with its row id. Spec: "Row Lineage".</summary>
internal static class UpdateExecution
{
    const string Changes = "__tarn_changes";
    const string RowId = "__tarn_row_id";

    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement.Update update)
    {
        using var run = await RowChangeRun.OpenAsync(scope, update.Target, RowCommand.Update, update.Options).ConfigureAwait(false);
        var target = new TargetScan(scope, run.Table, run.Branch);
        var fields = run.Table.Schema.Fields;
        var set = ColumnAssignments.Of(scope, update.Target, run.Table.Schema, update.Set);
        var types = new GivenTypes();
        await types.AskAsync(run, set.Untyped, text => AddFrom(text, update, target.DescribeAsync)).ConfigureAwait(false);
        var called = Identifiers.Quote(update.Target.Called);
        var text = run.Compose().Add($"SELECT {called}.{ScanSql.AddressFile}, {called}.{ScanSql.AddressPosition}");
        if (run.HasLineage) text.Add($", {called}.{LineageColumns.RowId.Name} AS {RowId}");
        for (var i = 0; i < fields.Length; i++)
        {
            text.Add(", ");
            set.Compose(text, fields[i], $"{called}.{Identifiers.Quote(fields[i].Name)}", types);
            text.Add($" AS {NewColumn(i)}");
        }
        text.Add(" FROM ");
        var given = AddFrom(text, update, target.SpliceAsync);
        if (update.Where is { } where) text.Add(" WHERE ").AddBracketed(where);
        _ = await run.StageAsync(Changes, text, given).ConfigureAwait(false);

        if (update.From is not null) Cardinality.Check(run, target, Changes, "FROM");
        var columns = fields.Select((f, i) => $"{NewColumn(i)} AS {Identifiers.Quote(f.Name)}");
        if (run.HasLineage) columns = columns.Append($"{RowId} AS {LineageColumns.RowId.Name}");
        var changes = new RowCounts(0, run.Count($"SELECT 1 FROM {Changes}"), 0);
        return await run.CommitAsync(target, $"SELECT * FROM {Changes}", $"SELECT {string.Join(", ", columns)} FROM {Changes}", changes).ConfigureAwait(false);
    }

    static ImmutableDictionary<int, Func<TableReference, Task<string>>> AddFrom(TextComposer text, Statement.Update update, Func<TableReference, Task<string>> target)
    {
        var place = text.Length;
        text.AddTarget(update.Target, update.Options);
        if (update.From is { } tables) text.Add(", ").Add(tables);
        return ImmutableDictionary<int, Func<TableReference, Task<string>>>.Empty.Add(place, target);
    }

    static string NewColumn(int index) => $"__tarn_new_{index}";
}
