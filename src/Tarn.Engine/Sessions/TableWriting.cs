using System.Collections.Immutable;
using Tarn.Engine.Evolution;
using Tarn.Engine.Native;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Sessions;

/// <summary>Statements that write data files: INSERT, CREATE TABLE … AS, TRUNCATE. Each is one commit; a statement that fails leaves nothing behind.</summary>
internal static class TableWriting
{
    public static async Task<StatementResult> CreateAsAsync(StatementScope scope, Statement.CreateTable create, TextSlice query)
    {
        var (identifier, existing) = await TableExecution.PlaceAsync(scope, create).ConfigureAwait(false);
        if (existing is not null && create.IfNotExists) return StatementResult.Done(create.Kind, $"Table {identifier} exists already.");
        var planned = await QueryPlanner.PlanAsync(scope, query, forWriting: true).ConfigureAwait(false);
        var columns = await QueryExecution.ColumnsAsync(scope, planned).ConfigureAwait(false);
        var schema = SchemaOf(scope, create, columns);
        var properties = TableDefinition.PropertiesOf(scope, create);
        FormatVersionNeed.CheckNew(scope, create, schema, properties[TableProperties.FormatVersion]);
        var creation = new TableCreation(identifier, schema)
        {
            Spec = TableDefinition.SpecOf(scope, create.Partitioning, schema),
            Location = TableDefinition.LocationOf(scope, create),
            Properties = properties,
        };
        var table = existing is { Table: { } current } ? StagedTable.Replacing(scope, current, creation) : await StagedTable.NewAsync(scope, creation).ConfigureAwait(false);
        var rows = await WriteAsync(scope, table, planned, [.. schema.Fields.Select(f => f.Name)], SnapshotChange.Append).ConfigureAwait(false);
        return StatementResult.Inserted(create.Kind, $"Table {identifier} {(existing is null ? "created" : "replaced")} with {rows} rows.", rows, planned);
    }

    public static async Task<StatementResult> InsertAsync(StatementScope scope, Statement.Insert insert)
    {
        var (table, branch) = await ReferenceNames.FindTargetAsync(scope, insert.Target).ConfigureAwait(false);
        var planned = await QueryPlanner.PlanAsync(scope, insert.Source, forWriting: true).ConfigureAwait(false);
        var columns = await QueryExecution.ColumnsAsync(scope, planned).ConfigureAwait(false);
        var names = InsertColumns.Of(scope, insert, table.Schema, columns);
        var rows = await WriteAsync(scope, table, planned, names, files => (insert.Overwrite ? Overwriting(table, branch, files) : Appending(table, branch, planned, files)) with { Branch = branch }).ConfigureAwait(false);
        return StatementResult.Inserted(insert.Kind, $"{rows} rows {(insert.Overwrite ? "written over" : "inserted into")} {Written(scope, table, branch)}.", rows, planned);
    }

    public static async Task<StatementResult> TruncateAsync(StatementScope scope, Statement.TruncateTable truncate)
    {
        var (table, branch) = await ReferenceNames.FindTargetAsync(scope, truncate.Name).ConfigureAwait(false);
        if (HeadOf(table, branch) is null) return StatementResult.Done(truncate.Kind, $"Table {table} is empty.", 0);
        await CommitAsync(scope, table, SnapshotChange.Delete(Expression.True) with { Branch = branch }).ConfigureAwait(false);
        return StatementResult.Done(truncate.Kind, $"Table {Written(scope, table, branch)} is empty now; its history stays.");
    }

    public static async Task<StatementResult> ReplaceEmptyAsync(StatementScope scope, Statement.CreateTable create, Table table, TableCreation creation)
    {
        var staged = StagedTable.Replacing(scope, table, creation);
        WriteCommit.Demand(await staged.Catalog.CommitAsync(new TableCommit(table.Identifier, [], []), scope.Token).ConfigureAwait(false), table);
        return StatementResult.Done(create.Kind, $"Table {table} replaced; its history stays.");
    }

    // Rows that depend on what the table held ("the ids above the greatest") are no longer right when somebody else has written: two such statements would both add them.
    static SnapshotChange Appending(Table table, string branch, PlannedQuery planned, IEnumerable<Iceberg.Manifests.DataFile> files) =>
        SnapshotChange.Append(files) with { Checks = planned.Tables.Any(t => t.Name == table.Identifier.ToString() && !t.IsTimeTravel) ? Unchanged(table, branch) : null };

    static ConflictChecks Unchanged(Table table, string branch) => new(HeadOf(table, branch), IsolationLevel.Serializable, Expression.True);

    // Without partitions everything is replaced; with them, those that get new rows: Spark's dynamic mode, which loses least.
    static SnapshotChange Overwriting(Table table, string branch, IEnumerable<Iceberg.Manifests.DataFile> files)
    {
        var checks = Unchanged(table, branch);
        return table.Spec.IsUnpartitioned ? SnapshotChange.OverwriteWhere(Expression.True, files, checks) : SnapshotChange.ReplacePartitions(files, checks);
    }

    static long? HeadOf(Table table, string branch) => branch == SnapshotRef.MainBranch ? table.Metadata.CurrentSnapshotId : table.Metadata.Refs.GetValueOrDefault(branch)?.SnapshotId;

    /// <summary>What was written to, as messages name it.</summary>
    static string Written(StatementScope scope, Table table, string branch) => branch != SnapshotRef.MainBranch ? $"branch {branch} of {table}"
        : StagedWrites.Apply(scope.Session, table, branch) ? $"{table}, staged as '{scope.Session.WapId}': CALL tarn.system.publish_changes('{table}', '{scope.Session.WapId}') publishes it"
        : $"{table}";

    static async Task<long> WriteAsync(
        StatementScope scope, Table table, PlannedQuery planned, ImmutableArray<string> columns, Func<IEnumerable<Iceberg.Manifests.DataFile>, SnapshotChange> change)
    {
        var before = $"SELECT * FROM (\n";
        var rows = $"{before}{planned.Text.Text}\n) AS __rows({string.Join(", ", columns.Select(Identifiers.Quote))})";
        var writer = new DataWriter(scope.Lakehouse.Store, Path.Combine(scope.Lakehouse.Options.TemporaryFolder, "staging"));
        PendingWrite pending;
        await using (ProgressReporter.Start(scope, "writing"))
            pending = await WrittenAsync(scope, planned, before, () => writer.WriteAsync(scope.Connection, new WriteRequest(table.Metadata, rows), scope.Token)).ConfigureAwait(false);
        await using (pending)
        {
            if (pending.Files.IsEmpty && table.CurrentSnapshot is not null && change([]).AddedDataFiles.IsEmpty && change([]).RemoveWhere is null) return 0;
            scope.Progress?.Report(new WorkProgress("committing", pending.RowCount, pending.Bytes, null, pending.RowCount));
            await CommitAsync(scope, table, change(pending.Files), pending).ConfigureAwait(false);
            return pending.RowCount;
        }
    }

    // COPY's text is ours but for the query in its middle: positions there are the user's, others mean nothing to them.
    static async Task<PendingWrite> WrittenAsync(StatementScope scope, PlannedQuery planned, string before, Func<Task<PendingWrite>> write)
    {
        try
        {
            return await scope.Run(write).Unwrap().ConfigureAwait(false);
        }
        catch (EngineException e) when (e.Position is { } position && e.Text is { } text)
        {
            var start = text.IndexOf(planned.Text.Text, StringComparison.Ordinal);
            var offset = position.Offset - start;
            if (start < 0 || offset < 0 || offset > planned.Text.Text.Length) throw new EngineException(e.Kind, e.Message, null, e);
            throw EngineException.At(e.Kind, e.Message, scope.Sql.Text, planned.Text.ToOriginal(offset), e);
        }
    }

    /// <summary>Commits a change of the session's with the files that were written for it.</summary>
    public static Task<CommitOutcome.Committed> CommitAsync(StatementScope scope, Table table, SnapshotChange change, params IReadOnlyList<PendingWrite> pending) =>
        WriteCommit.RunAsync(table, SessionChange.Of(scope.Session, table, change), scope.Lakehouse.Time, pending, scope.Token);

    static Schema SchemaOf(StatementScope scope, Statement.CreateTable create, IReadOnlyList<TypeField> columns)
    {
        var ids = new ColumnIds();
        var fields = new List<NestedField>();
        foreach (var column in columns)
        {
            if (fields.Exists(f => f.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))
                throw At(scope, create, $"Two columns of the query are named {column.Name}: give one an alias.");
            var id = ids.Next();
            var type = column.Type.Id == TypeId.SqlNull ? IcebergType.Int : ColumnTypes.Of(column.Type, ids)
                ?? throw At(scope, create, $"The column {column.Name} has type {column.Type}, which a table cannot store: cast it.");
            fields.Add(new NestedField(id, column.Name, type));
        }
        return new Schema(0, new StructType([.. fields]));
    }

    static EngineException At(StatementScope scope, Statement.CreateTable create, string message) =>
        EngineException.At(EngineErrorKind.Binding, message, scope.Sql.Text, create.As!.Value.Start);
}
