using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Writes;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Security.Roles;

namespace Tarn.Engine.Dml;

/// <summary>One try of a DELETE, UPDATE or MERGE: its queries go to tables of a connection of its own, and from there into one commit.</summary>
internal sealed class RowChangeRun : IDisposable
{
    readonly List<ResolvedTable> _tables;
    readonly RowCommand _command;
    readonly TextSlice? _with;
    Sessions.ScanCounts _counts;
    bool _readsTargetElsewhere;

    RowChangeRun(StatementScope scope, Table table, string branch, RowCommand command, DmlOptions options)
    {
        (Scope, Table, Branch, _command, _with) = (scope, table, branch, command, options.With);
        Settings = SettingsOf(scope, table, command, options);
        Connection = scope.Lakehouse.Sandbox.Instance.Connect();
        Head = branch == SnapshotRef.MainBranch ? table.CurrentSnapshot : table.Metadata.SnapshotOfRef(branch);
        _tables = [new ResolvedTable(table.Identifier.ToString(), Head?.SnapshotId, Head?.Timestamp, IsTimeTravel: branch != SnapshotRef.MainBranch)];
    }

    public StatementScope Scope { get; }

    public Table Table { get; private set; }

    /// <summary>The branch that the statement reads and writes.</summary>
    public string Branch { get; }

    /// <summary>The branch's state that it reads; null where it has none.</summary>
    public Snapshot? Head { get; }

    public RowChangeSettings Settings { get; }

    /// <summary>Holds what is staged.</summary>
    public Connection Connection { get; }

    public bool HasLineage => Table.Metadata.FormatVersion >= 3;

    /// <summary>Finds the table and what the principal may do to it.</summary>
    public static async Task<RowChangeRun> OpenAsync(StatementScope scope, DmlTarget target, RowCommand command, DmlOptions options)
    {
        var (table, branch) = await ReferenceNames.FindTargetAsync(scope, target.Name).ConfigureAwait(false);
        scope.Demand(Permission.ReadRows, new SecuredObject.Table(table.Identifier.Namespace.Levels, table.Identifier.Name));
        return new RowChangeRun(scope, table, branch, command, options);
    }

    /// <summary>From here on the table has other columns, which the commit brings with the rows.</summary>
    public void Evolve(Table table) => Table = table;

    /// <summary>A query made of the statement's text, beginning with its WITH.</summary>
    public TextComposer Compose()
    {
        var text = new TextComposer(Scope.Sql.Text);
        if (_with is { } with) text.Add(with).Add(" ");
        return text;
    }

    /// <summary>Runs a query of the user's and keeps its rows in a table of the connection.</summary>
    /// <param name="name">The table to make.</param>
    /// <param name="text">The query.</param>
    /// <param name="given">What stands for references in it, by their places.</param>
    /// <param name="where">A condition of our own on its rows.</param>
    public Task<long> StageAsync(string name, TextComposer text, ImmutableDictionary<int, Func<TableReference, Task<string>>> given, string? where = null)
    {
        var before = $"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM (\n";
        var after = $"\n){(where is null ? "" : $" WHERE {where}")}";
        return Scope.WithTextAsync(text.ToText(), async () =>
        {
            var planned = await QueryPlanner.PlanGivenAsync(Scope, given).ConfigureAwait(false);
            Note(planned);
            Scope.Progress?.Report(new WorkProgress("reading", 0, 0, null, null));
            return await Scope.Run(() => QueryExecution.Mapped(
                Scope, planned, before.Length, () => Connection.Execute(before + planned.Text.Text + after, Scope.Token))).ConfigureAwait(false);
        });
    }

    /// <summary>The columns that a query of the user's would answer. It is bound and not run.</summary>
    public Task<IReadOnlyList<TypeField>> DescribeAsync(TextComposer text, ImmutableDictionary<int, Func<TableReference, Task<string>>> given) =>
        Scope.WithTextAsync(text.ToText(), async () =>
        {
            var planned = await QueryPlanner.PlanGivenAsync(Scope, given).ConfigureAwait(false);
            return await Scope.Run(() => QueryExecution.Mapped<IReadOnlyList<TypeField>>(Scope, planned, 0, () =>
            {
                using var prepared = Connection.Prepare(planned.Text.Text);
                return prepared.Columns;
            })).ConfigureAwait(false);
        });

    /// <summary>Rows of a query of our own over what is staged.</summary>
    public long Count(string sql) => Connection.Count(sql, Scope.Token);

    /// <summary>Writes and commits the change.</summary>
    /// <param name="target">What the statement read of the table.</param>
    /// <param name="removed">A SELECT of the addresses of rows that leave; null for none.</param>
    /// <param name="added">A SELECT of the rows that come; null for none.</param>
    /// <param name="changes">How many rows of which kind.</param>
    public async Task<StatementResult> CommitAsync(TargetScan target, string? removed, string? added, RowCounts changes)
    {
        if (changes.Total == 0) return Answer(target, changes);
        var writer = new RowChangeWriter(Scope.Lakehouse, Scope.Lakehouse.Sandbox.Instance, Scope.Lakehouse.SandboxScans);
        try
        {
            var rows = removed is null ? RemovedRows.None : await RemovedRows.ReadAsync(Connection, removed, target.Files, Scope.Token).ConfigureAwait(false);
            Scope.Progress?.Report(new WorkProgress("writing", 0, 0, null, null));
            await using var written = await Scope.Run(() => writer.WriteAsync(Connection, Table, Settings.Mode, rows, added, Scope.Token)).Unwrap().ConfigureAwait(false);
            Scope.Progress?.Report(new WorkProgress("committing", changes.Total, written.Data.Bytes, null, changes.Total));
            var change = written.Change with
            {
                RemovedDataFiles = written.Change.RemovedDataFiles.AddRange(target.Whole.Select(t => t.File)),
                Checks = Checks(target),
            };
            await CommitAsync(change, [written.Data, written.Deletes]).ConfigureAwait(false);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.CommitConflict)
        {
            throw new EngineException(EngineErrorKind.Conflict, $"Nothing was changed: {e.Message.TrimEnd('.')}. Run the statement again.", null, e);
        }
        catch (EngineException e) when (e.Position is not null)
        {
            // The user's queries ran before: what fails here has a place in our text only.
            throw new EngineException(e.Kind, e.Message, null, e);
        }
        return Answer(target, changes);
    }

    /// <summary>Commits to the branch, or stages where the session does.</summary>
    public Task CommitAsync(SnapshotChange change, IReadOnlyList<PendingWrite> files) =>
        WriteCommit.RunAsync(Table, SessionChange.Of(Scope.Session, Table, change with { Branch = Branch }), Scope.Lakehouse.Time, files, Scope.Token);

    public StatementResult Answer(TargetScan target, RowCounts changes)
    {
        var (kind, what) = _command switch
        {
            RowCommand.Delete => (StatementKind.Delete, $"{changes.Deleted} rows deleted from"),
            RowCommand.Update => (StatementKind.Update, $"{changes.Updated} rows updated in"),
            _ => (StatementKind.Merge, $"{changes.Inserted} rows inserted, {changes.Updated} updated, {changes.Deleted} deleted in"),
        };
        return StatementResult.Changed(kind, $"{what} {Table}.", changes, _tables, _counts + target.Counts);
    }

    /// <summary>A statement that reads its own table in a sub-query depends on all of its rows, whatever its condition says.</summary>
    ConflictChecks Checks(TargetScan target) => new(Head?.SnapshotId, Settings.Isolation, _readsTargetElsewhere ? Expression.True : target.Filter)
    {
        // What the reference's engines ask for: new values were made of rows that nobody may have deleted meanwhile.
        ForbidsNewDeletes = Settings.Mode == RowChangeMode.MergeOnRead && _command != RowCommand.Delete,
    };

    void Note(PlannedQuery planned)
    {
        _counts += planned.Counts;
        foreach (var table in planned.Tables)
        {
            if (!table.IsTimeTravel && table.Name == Table.Identifier.ToString()) _readsTargetElsewhere = true;
            if (!_tables.Contains(table)) _tables.Add(table);
        }
    }

    static RowChangeSettings SettingsOf(StatementScope scope, Table table, RowCommand command, DmlOptions options)
    {
        try
        {
            return RowChangeSettings.Of(table.Metadata, command, options.Values);
        }
        catch (EngineException e) when (!options.Values.IsEmpty)
        {
            throw EngineException.At(e.Kind, e.Message, scope.Sql.Text, options.Offset, e);
        }
    }

    public void Dispose() => Connection.Dispose();
}
