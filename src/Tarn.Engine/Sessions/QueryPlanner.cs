using System.Collections.Immutable;
using Tarn.Engine.Changelog;
using Tarn.Engine.MetadataTables;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sql.Dialects;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Sql.TimeTravel;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Views;

namespace Tarn.Engine.Sessions;

/// <summary>Resolves the tables of a query and splices them into its text. Views are planned the same way, in their own namespace.</summary>
internal sealed class QueryPlanner
{
    const int MaxViewDepth = 32;

    /// <summary>What stands for a table whose rows were counted: the query answers their number once.</summary>
    const string OneRow = "SELECT 1";

    readonly StatementScope _scope;
    readonly ImmutableArray<ResolvedTable>.Builder _tables = ImmutableArray.CreateBuilder<ResolvedTable>();
    readonly ImmutableArray<PlannedScan>.Builder _scans = ImmutableArray.CreateBuilder<PlannedScan>();
    readonly Stack<TableIdentifier> _views = new();
    IEnumerable<TextEdit> _constants = [];
    TableIdentifier? _viewToBe;
    ImmutableDictionary<int, Func<TableReference, Task<string>>> _given = ImmutableDictionary<int, Func<TableReference, Task<string>>>.Empty;

    QueryPlanner(StatementScope scope) => _scope = scope;

    /// <summary>Plans the query at <paramref name="query"/> of the statement's text.</summary>
    /// <param name="scope">The statement.</param>
    /// <param name="query">The query.</param>
    /// <param name="forWriting">Put parameters in as constants: what writes takes none.</param>
    /// <param name="viewToBe">The view that this query will define, which it must not use.</param>
    public static async Task<PlannedQuery> PlanAsync(StatementScope scope, TextSlice query, bool forWriting = false, TableIdentifier? viewToBe = null)
    {
        if (await PivotValues.CompleteAsync(scope, scope.Sql, query).ConfigureAwait(false) is not { } completed)
            return await PlanAsync(scope, scope.Sql, query, forWriting, viewToBe).ConfigureAwait(false);
        var grown = completed.Text.Length - scope.Sql.Text.Length;
        scope.Rewrite(completed);
        return await PlanAsync(scope, scope.Sql, query with { End = query.End + grown }, forWriting, viewToBe).ConfigureAwait(false);
    }

    /// <summary>Plans a whole text that was made of a statement's, in which some references are not looked up but given: by their place.</summary>
    public static async Task<PlannedQuery> PlanGivenAsync(StatementScope scope, ImmutableDictionary<int, Func<TableReference, Task<string>>> given)
    {
        if (await PivotValues.CompleteAsync(scope, scope.Sql, new TextSlice(0, scope.Sql.Text.Length)).ConfigureAwait(false) is { } completed)
        {
            scope.Rewrite(completed);
            given = given.ToImmutableDictionary(g => completed.ToResult(g.Key), g => g.Value);
        }
        var planner = new QueryPlanner(scope) { _given = given };
        var text = await planner.SpliceAsync(scope.Sql, new TextSlice(0, scope.Sql.Text.Length), scope.Session.Names, null).ConfigureAwait(false);
        return new PlannedQuery(text, planner._tables.ToImmutable(), planner._scans.ToImmutable());
    }

    /// <summary>Plans a query of another text, with nothing left to complete.</summary>
    public static async Task<PlannedQuery> PlanAsync(StatementScope scope, SqlText sql, TextSlice query, bool forWriting = false, TableIdentifier? viewToBe = null)
    {
        var planner = new QueryPlanner(scope) { _constants = forWriting ? ParameterLiterals.Edits(sql, query, scope.Parameters) : [], _viewToBe = viewToBe };
        var text = await planner.SpliceAsync(sql, query, scope.Session.Names, null).ConfigureAwait(false);
        return new PlannedQuery(text, planner._tables.ToImmutable(), planner._scans.ToImmutable());
    }

    /// <param name="sql">The statement's text, or a view's.</param>
    /// <param name="query">The query in it.</param>
    /// <param name="names">How bare names are completed there.</param>
    /// <param name="outer">Where the view is named in the user's text; null for the user's own text.</param>
    /// <param name="foreign">The dialect of another engine that a view's text is written in.</param>
    async Task<SplicedText> SpliceAsync(SqlText sql, TextSlice query, NameSpaceContext names, int? outer, ForeignDialect? foreign = null)
    {
        var analysis = await _scope.Run(() => _scope.Lakehouse.Analyze(sql, query, names, _scope.Connection, foreign)).ConfigureAwait(false);
        var edits = new List<TextEdit>(analysis.Edits);
        if (outer is null) edits.AddRange(_constants.Where(c => !analysis.Tables.Any(t => t.TimeTravel is { } clause && c.Start >= clause.Start && c.End <= clause.End)));
        var findings = new TableFindings();
        foreach (var table in analysis.Tables) edits.Add(await EditAsync(sql, table, names, outer, findings).ConfigureAwait(false));
        if (findings.Apart.Find(a => analysis.Names.Contains(a.Second)) is (string first, string second, var seen))
            throw new EngineException(EngineErrorKind.Binding, $"The table's names '{first}' and '{second}' differ only in case, which SQL does not tell apart. Write {Identifiers.Quote(seen)} for the second.");
        edits.AddRange(StarRewriting.Plan(sql, analysis.Stars, findings.MetadataColumns));
        edits.AddRange(findings.RowCounts.Select(c => c.Key.RowCount!.Replace(c.Value)));
        return SplicedText.Apply(analysis.Text, edits);
    }

    async Task<TextEdit> EditAsync(SqlText sql, TableReference reference, NameSpaceContext names, int? outer, TableFindings findings)
    {
        var alias = reference.Alias is null ? $" AS {reference.AliasText}" : "";
        if (outer is null && _given.TryGetValue(reference.Start, out var give))
            return new TextEdit(reference.EditStart, reference.End, $"{reference.Prefix}({await give(reference).ConfigureAwait(false)}){alias}");
        if (reference.Parts is [var single] && _scope.Session.Views.TryGetValue(single, out var changes))
            return new TextEdit(reference.EditStart, reference.End, $"{reference.Prefix}({await ChangesAsync(changes, reference).ConfigureAwait(false)}){alias}");
        var place = outer ?? reference.Start;
        var (levels, name) = names.Complete(reference.Parts);
        var inner = await MetadataTableLookup.FindAsync(_scope, levels, name, names.DefaultNamespace).ConfigureAwait(false) is { } described
            ? await DescribedAsync(sql, described, name, reference).ConfigureAwait(false)
            : await RowsAsync(sql, reference, names, place, findings).ConfigureAwait(false);
        return new TextEdit(reference.EditStart, reference.End, $"{reference.Prefix}({inner}){alias}");
    }

    async Task<string> RowsAsync(SqlText sql, TableReference reference, NameSpaceContext names, int place, TableFindings findings)
    {
        var (found, named) = await ReferenceNames.FindAsync(_scope, names, reference.Parts, place).ConfigureAwait(false);
        if (named is not null && reference.TimeTravel is not null)
            throw At(EngineErrorKind.InvalidInput, $"{reference} names a state of the table already: leave the branch or tag out, or the time-travel clause.", place);
        return found.Table is { } table
            ? await ScanAsync(sql, table, reference, named, findings).ConfigureAwait(false)
            : await ExpandAsync(found.View!, reference, place).ConfigureAwait(false);
    }

    /// <summary>What stands for a metadata table.</summary>
    async Task<string> DescribedAsync(SqlText sql, Table table, string name, TableReference reference)
    {
        var isChanges = name.Equals(ChangelogTable.Name, StringComparison.OrdinalIgnoreCase);
        var options = isChanges && reference.TimeTravel is { Kind: TimeTravelKind.Options } clause ? ChangelogOptions.Parse(PropertyList.Parse(new TokenCursor(SqlText.Read(sql.Text[clause.ExpressionStart..clause.ExpressionEnd])))) : null;
        var target = options is null ? await TargetAsync(sql, reference, null).ConfigureAwait(false) : null;
        var snapshot = target is null ? table.CurrentSnapshot : target.Find(table.Metadata, table.Identifier.ToString());
        var resolved = new ResolvedTable($"{table.Identifier}.{name}", snapshot?.SnapshotId, snapshot?.Timestamp, target is not null);
        if (!_tables.Contains(resolved)) _tables.Add(resolved);
        return isChanges ? await ChangelogTable.SqlAsync(_scope, table, snapshot, options ?? ChangelogOptions.None).ConfigureAwait(false) : await StageAsync(table, name, snapshot).ConfigureAwait(false);
    }

    /// <summary>What stands for a view of changes that the session has made.</summary>
    async Task<string> ChangesAsync(ChangelogView view, TableReference reference)
    {
        if (reference.TimeTravel is not null) throw At(EngineErrorKind.InvalidInput, $"{reference} is a view of changes: it has no past of its own.", reference.Start);
        var (levels, name) = (view.Table.Namespace.Levels, view.Table.Name);
        var found = await TableResolver.FindAsync(_scope, levels, name, reference.Start).ConfigureAwait(false);
        var table = found.Table ?? throw At(EngineErrorKind.NotFound, $"{view.Table} is no table any more.", reference.Start);
        var resolved = new ResolvedTable($"{table.Identifier}.{ChangelogTable.Name}", table.CurrentSnapshot?.SnapshotId, table.CurrentSnapshot?.Timestamp, IsTimeTravel: false);
        if (!_tables.Contains(resolved)) _tables.Add(resolved);
        return await ChangelogTable.SqlAsync(_scope, table, table.CurrentSnapshot, view.Options).ConfigureAwait(false);
    }

    async Task<string> StageAsync(Table table, string name, Snapshot? snapshot)
    {
        var source = new MetadataTableSource(table, snapshot, _scope.Lakehouse.Files, _scope.Connection, _scope.Token);
        var staged = await StagedRows.FillAsync(_scope.Lakehouse.Sandbox.Instance, await MetadataTableNames.OpenAsync(name, source).ConfigureAwait(false), _scope.Token).ConfigureAwait(false);
        _scope.Keep(staged);
        return staged.Sql;
    }

    /// <summary>The state that the text asks for, else the one of the whole statement; null for the present.</summary>
    async Task<TimeTravelTarget?> TargetAsync(SqlText sql, TableReference reference, TimeTravelTarget? named)
    {
        if (reference.TimeTravel is { } clause) return await TimeTravelEvaluation.EvaluateAsync(_scope, sql, clause).ConfigureAwait(false);
        return named ?? (_scope.Session.Options.AsOf is { } asOf ? new TimeTravelTarget.AtTime((asOf - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) : null);
    }

    async Task<string> ScanAsync(SqlText sql, Table table, TableReference reference, TimeTravelTarget? named, TableFindings findings)
    {
        var target = await TargetAsync(sql, reference, named).ConfigureAwait(false);
        var snapshot = target is null ? table.CurrentSnapshot : target.Find(table.Metadata, table.Identifier.ToString());
        var selector = target?.Selector(table.Metadata, snapshot!) ?? new SnapshotSelector.Current();
        var schema = table.Metadata.SchemaFor(selector);
        var resolved = new ResolvedTable(table.Identifier.ToString(), snapshot?.SnapshotId, snapshot?.Timestamp, target is not null);
        if (!_tables.Contains(resolved)) _tables.Add(resolved);
        if (reference.RowCount is not null && await _scope.Lakehouse.Scans.CountAsync(_scope, table, selector).ConfigureAwait(false) is { } counted)
        {
            findings.RowCounts[reference] = counted.Rows;
            _scans.Add(new PlannedScan(resolved, counted.Counts, Expression.True.ToString()!) { OnlyCounted = true });
            return OneRow;
        }
        findings.Apart.AddRange(NamesApart.In(schema));
        var filter = new FilterConversion(schema, _scope.Parameters.Values, _scope.Lakehouse.Options.TimeZone == "UTC").Convert(reference.Filters);
        ImmutableArray<string> metadata = [.. reference.MetadataColumns.Where(c => !schema.Fields.Any(f => f.Name.Equals(c, StringComparison.OrdinalIgnoreCase)))];
        if (metadata.Length > 0) findings.MetadataColumns[reference] = metadata;
        var scan = await _scope.Lakehouse.Scans.PlanAsync(_scope, table, selector, filter, new ScanOptions { Metadata = metadata, NamesApart = true }).ConfigureAwait(false);
        _scans.Add(new PlannedScan(resolved, scan.Counts, filter.ToString() ?? ""));
        return scan.Sql;
    }

    async Task<string> ExpandAsync(View view, TableReference reference, int place)
    {
        if (reference.TimeTravel is not null)
            throw At(EngineErrorKind.NotSupported, $"{view} is a view: only tables have a past. Put the clause on the tables inside.", place);
        if (_views.Contains(view.Identifier) || view.Identifier == _viewToBe)
            throw At(EngineErrorKind.InvalidInput, $"The view {view} uses itself: {string.Join(" → ", _views.Reverse().Append(view.Identifier))}.", place);
        if (_views.Count == MaxViewDepth) throw At(EngineErrorKind.ResourceLimit, $"Views are nested more than {MaxViewDepth} deep at {view}.", place);
        _views.Push(view.Identifier);
        try
        {
            return await ExpandAsync(view, ViewText.Of(view), place).ConfigureAwait(false);
        }
        catch (EngineException e) when (_views.Count == 1 && !e.Message.StartsWith("The view ", StringComparison.Ordinal))
        {
            throw At(e.Kind, $"In the view {view}: {e.Message}", place, e);
        }
        finally
        {
            _ = _views.Pop();
        }
    }

    /// <summary>The first of a view's texts that means here what it meant to its writer; the first one's error where none does.</summary>
    async Task<string> ExpandAsync(View view, ImmutableArray<ViewText> texts, int place)
    {
        EngineException? first = null;
        foreach (var text in texts)
        {
            try
            {
                return await ExpandAsync(view, text, place).ConfigureAwait(false);
            }
            catch (EngineException e) when (text.Foreign is not null && e.Kind is EngineErrorKind.NotSupported or EngineErrorKind.Syntax or EngineErrorKind.NotFound)
            {
                first ??= e.Kind is EngineErrorKind.Syntax
                    ? new EngineException(EngineErrorKind.NotSupported, $"it is written in the SQL of {text.Foreign.Name}, which cannot be read here: {e.Message}", null, e)
                    : e;
            }
        }
        throw first!;
    }

    async Task<string> ExpandAsync(View view, ViewText definition, int place)
    {
        var text = definition.Read();
        var statement = StatementParser.Parse(text) as Statement.Query
            ?? throw new EngineException(EngineErrorKind.Refused, "its text is not a query");
        // Another engine calls this catalog by a name of its own.
        var aliases = view.Metadata.CurrentVersion.DefaultCatalog is { Length: > 0 } catalog ? _scope.Lakehouse.Options.CatalogAliases.Add(catalog) : _scope.Lakehouse.Options.CatalogAliases;
        var names = new NameSpaceContext(aliases, ViewText.NamespaceOf(view));
        var spliced = await SpliceAsync(text, statement.Text, names, place, definition.Foreign).ConfigureAwait(false);
        var projectsStar = _scope.Lakehouse.Analyze(text, statement.Text, names, _scope.Connection, definition.Foreign).ProjectsStar;
        var fields = view.Metadata.Schema.Fields;
        // A star's columns are found by their names: the table may have got others, and in another order, since the view was made.
        var columns = projectsStar ? ViewText.ColumnsOf(view) : [.. fields.Select(f => f.Name)];
        var projection = string.Join(", ", fields.Select((f, i) => $"{Typed(columns[i], f.Type, definition)} AS {Identifiers.Quote(f.Name)}"));
        // The line end keeps a comment at the end of the view from swallowing the bracket.
        return $"SELECT {projection} FROM (\n{spliced.Text.Trim()}\n) AS v{(projectsStar ? "" : $"({string.Join(", ", columns.Select(Identifiers.Quote))})")}";
    }

    /// <summary>Engines find other types for the same expression, for sums and quotients above all: the view says which it had.</summary>
    static string Typed(string column, IcebergType type, ViewText definition) =>
        definition.Foreign is null ? $"v.{Identifiers.Quote(column)}" : $"CAST(v.{Identifiers.Quote(column)} AS {ExecutorTypes.Sql(type)})";

    EngineException At(EngineErrorKind kind, string message, int offset, Exception? inner = null) =>
        EngineException.At(kind, message, _scope.Sql.Text, offset, inner);
}
