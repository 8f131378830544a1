using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Security.Roles;

namespace Tarn.Engine.Evolution;

/// <summary>
/// <c>ALTER COLUMN … TYPE … REWRITE</c>: a column of another type takes the place of one, and all rows are written anew with each value cast, in one commit. Former snapshots still
/// have the former column.
/// </summary>
internal static class ColumnRewrite
{
    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement.AlterTable alter, Table table, AlterAction.SetType change)
    {
        // The error may tell a value, and the rows are replaced.
        var secured = new SecuredObject.Table(table.Identifier.Namespace.Levels, table.Identifier.Name);
        scope.Demand(Permission.ReadRows, secured);
        scope.Demand(Permission.WriteRows, secured);
        var field = Check(scope, table, change);
        var updates = new SchemaUpdate(new SchemaChange.ReplaceColumn(change.Column.ToString(), change.Type)) { CaseSensitive = false }.Plan(table.Metadata);
        if (table.CurrentSnapshot is null) return await TableAlteration.CommitAsync(scope, table, _ => updates).ConfigureAwait(false);
        var staged = StagedTable.Evolving(scope, table, updates);
        await using var pending = await WriteAsync(scope, table, staged, field, change).ConfigureAwait(false);
        await TableWriting.CommitAsync(scope, staged, SnapshotChange.OverwriteWhere(Expression.True, pending.Files), pending).ConfigureAwait(false);
        return StatementResult.Done(
            alter.Kind, $"Column {field.Name} of {table} is {SqlTypeText.Of(change.Type)} now: {pending.RowCount} rows written anew. Former snapshots have it as {SqlTypeText.Of(field.Type)}.", pending.RowCount);
    }

    static async Task<PendingWrite> WriteAsync(StatementScope scope, Table table, Table staged, NestedField field, AlterAction.SetType change)
    {
        // The rows stay the ones that they were: v3 files carry on their ids.
        var lineage = table.Metadata.FormatVersion >= 3;
        var scan = await scope.Lakehouse.Scans.PlanAsync(scope, table, new SnapshotSelector.Current(), Expression.True, new ScanOptions { WithLineage = lineage }).ConfigureAwait(false);
        var columns = table.Schema.Fields.Select(f => f.Id == field.Id ? $"{StrictCast.Sql(field, change.Type, table.ToString())} AS {Identifiers.Quote(f.Name)}" : Identifiers.Quote(f.Name));
        if (lineage) columns = columns.Concat([LineageColumns.RowId.Name, LineageColumns.LastUpdated.Name]);
        var rows = $"SELECT {string.Join(", ", columns)} FROM (\n{scan.Sql}\n)";
        var writer = new DataWriter(scope.Lakehouse.Store, Path.Combine(scope.Lakehouse.Options.TemporaryFolder, "staging"));
        try
        {
            await using var progress = ProgressReporter.Start(scope, "rewriting");
            return await scope.Run(() => writer.WriteAsync(scope.Connection, new WriteRequest(staged.Metadata, rows), scope.Token)).Unwrap().ConfigureAwait(false);
        }
        catch (EngineException e) when (e.Message.IndexOf($"\"{field.Name}\"{StrictCast.Marker}", StringComparison.Ordinal) is >= 0 and var start)
        {
            throw EngineException.At(EngineErrorKind.Conversion, $"Column {e.Message[start..]}", scope.Sql.Text, change.Column.Start, e);
        }
        catch (EngineException e) when (e.Position is not null)
        {
            // The text around the scan is ours: a place in it means nothing to the user.
            throw new EngineException(e.Kind, e.Message, null, e);
        }
    }

    static NestedField Check(StatementScope scope, Table table, AlterAction.SetType change)
    {
        var field = table.Schema.FindField(change.Column.ToString(), caseSensitive: false)
            ?? throw At(scope, change, EngineErrorKind.Binding, $"The table {table} has no column {change.Column}. It has {string.Join(", ", table.Schema.Fields.Select(f => f.Name))}.");
        if (table.Schema.FindParent(field.Id) is not null)
            throw At(scope, change, EngineErrorKind.NotSupported, $"REWRITE of a nested column is not supported yet: {change.Column}. {table} is as it was.");
        if (!StrictCast.Exists(field.Type, change.Type))
            throw At(scope, change, EngineErrorKind.InvalidInput, $"No value of {SqlTypeText.Of(field.Type)} can become one of {SqlTypeText.Of(change.Type)}: add another column instead. {table} is as it was.");
        if (table.Spec.Fields.FirstOrDefault(f => f.SourceIds.Contains(field.Id) && f.Transform is not Iceberg.Partitioning.VoidTransform) is { } partition)
            throw At(scope, change, EngineErrorKind.InvalidInput, $"Column \"{field.Name}\" partitions {table} as {partition.Name}: ALTER TABLE {table} DROP PARTITION FIELD {partition.Name} first. {table} is as it was.");
        if (table.SortOrder.Fields.Any(f => f.SourceIds.Contains(field.Id)))
            throw At(scope, change, EngineErrorKind.InvalidInput, $"Column \"{field.Name}\" is in the sort order of {table}: ALTER TABLE {table} WRITE UNORDERED first. {table} is as it was.");
        // A branch is read in the table's schema: its files, which a rewrite of main leaves alone, would have nulls for the new column.
        var branches = table.Metadata.Refs.Where(r => r.Value.Type == SnapshotRefType.Branch && r.Key != SnapshotRef.MainBranch).Select(r => r.Key).ToList();
        return branches.Count == 0
            ? field
            : throw At(
                scope, change, EngineErrorKind.InvalidInput,
                $"{table} has other branches ({string.Join(", ", branches)}), whose files would lack the new column: drop or fast-forward to them first, or make them tags. {table} is as it was.");
    }

    static EngineException At(StatementScope scope, AlterAction.SetType change, EngineErrorKind kind, string message) =>
        EngineException.At(kind, message, scope.Sql.Text, change.Column.Start);
}
