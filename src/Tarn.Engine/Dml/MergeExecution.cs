using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Dml;

/// <summary>
/// MERGE INTO. The source is read once, into a table of the statement's own; then the pairs that meet ON, the source rows without one, and the target rows without one are each a
/// query of their own, so that any condition can stand in ON. What happens to a row is decided once, by the first WHEN that is for it, together with its new values.
/// </summary>
internal sealed class MergeExecution
{
    const string Source = "__tarn_source";
    const string Pairs = "__tarn_pairs";
    const string Orphans = "__tarn_orphans";
    const string Inserts = "__tarn_inserts";
    const string SourceRow = "__tarn_src";
    const string RowId = "__tarn_row_id";

    readonly RowChangeRun _run;
    readonly Statement.Merge _merge;
    readonly TargetScan _target;
    readonly MergeValues _values;
    readonly string _called;
    readonly string _source;

    MergeExecution(RowChangeRun run, Statement.Merge merge, TargetScan target, MergeValues values)
    {
        (_run, _merge, _target, _values) = (run, merge, target, values);
        _called = Identifiers.Quote(merge.Target.Called);
        _source = Identifiers.Quote(merge.Source.Called ?? Source);
    }

    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement.Merge merge)
    {
        using var run = await RowChangeRun.OpenAsync(scope, merge.Target, RowCommand.Merge, merge.Options).ConfigureAwait(false);
        _ = await run.StageAsync(Source, run.Compose().Add("SELECT * FROM ").Add(merge.Source.Text), ImmutableDictionary<int, Func<TableReference, Task<string>>>.Empty).ConfigureAwait(false);
        using var columns = run.Connection.Prepare($"SELECT * FROM {Source}");
        if (merge.WithSchemaEvolution) run.Evolve(MergeEvolution.Evolve(scope, merge, run.Table, run.Branch, columns.Columns));
        var target = new TargetScan(scope, run.Table, run.Branch) { ReadsAll = merge.Clauses.Any(c => c.Match == MergeMatch.NotMatchedBySource) };
        var values = new MergeValues(scope, merge, run.Table.Schema, [.. columns.Columns]);
        return await new MergeExecution(run, merge, target, values).RunAsync().ConfigureAwait(false);
    }

    async Task<StatementResult> RunAsync()
    {
        foreach (var match in (MergeMatch[])[MergeMatch.Matched, MergeMatch.NotMatched, MergeMatch.NotMatchedBySource])
            await _values.Types.AskAsync(_run, _values.Untyped(match), text => AddFrom(text, match)).ConfigureAwait(false);
        _ = await PairAsync().ConfigureAwait(false);
        if (Has(MergeMatch.NotMatched)) _ = await InsertAsync().ConfigureAwait(false);
        if (Has(MergeMatch.NotMatchedBySource)) _ = await AdoptAsync().ConfigureAwait(false);
        if (NeedsCardinality) Cardinality.Check(_run, _target, $"(SELECT * FROM {Pairs} WHERE {MergeValues.Changes})", "the source");

        string[] changed = [.. new[] { Has(MergeMatch.Matched) ? Pairs : null, Has(MergeMatch.NotMatchedBySource) ? Orphans : null }.OfType<string>()];
        var removed = changed.Select(t => $"SELECT DISTINCT {ScanSql.AddressFile}, {ScanSql.AddressPosition} FROM {t} WHERE {MergeValues.Changes}").ToArray();
        var updated = changed.Where(t => _values.Updates(t == Pairs ? MergeMatch.Matched : MergeMatch.NotMatchedBySource)).ToArray();
        var added = updated.Select(t => $"SELECT {_values.Unpacked}{(_run.HasLineage ? $", {RowId} AS {LineageColumns.RowId.Name}" : "")} FROM {t} WHERE {MergeValues.IsUpdate}").ToList();
        if (Has(MergeMatch.NotMatched) && _values.Inserts) added.Add($"SELECT {_values.Unpacked} FROM {Inserts}");

        var updates = updated.Sum(t => _run.Count($"SELECT 1 FROM {t} WHERE {MergeValues.IsUpdate}"));
        var leaving = removed.Sum(_run.Count);
        var counts = new RowCounts(Has(MergeMatch.NotMatched) && _values.Inserts ? _run.Count($"SELECT 1 FROM {Inserts}") : 0, updates, leaving - updates);
        return await _run.CommitAsync(
            _target,
            removed.Length == 0 ? null : string.Join(" UNION ALL ", removed),
            added.Count == 0 ? null : string.Join(" UNION ALL BY NAME ", added),
            counts).ConfigureAwait(false);
    }

    bool Has(MergeMatch match) => _merge.Clauses.Any(c => c.Match == match);

    /// <summary>To delete a row twice is to delete it, where nothing else can happen to it: as the reference's engine has it.</summary>
    bool NeedsCardinality => _merge.Clauses.Where(c => c.Match == MergeMatch.Matched).ToArray() is not ([] or [{ Condition: null, Action: MergeAction.Delete }]);

    /// <summary>The pairs that meet ON: what happens to them, and which source rows and target rows have a partner.</summary>
    Task<long> PairAsync()
    {
        var matched = Has(MergeMatch.Matched);
        var text = _run.Compose().Add(matched ? "SELECT " : "SELECT DISTINCT ");
        var separator = "";
        if (matched || Has(MergeMatch.NotMatchedBySource)) Column($"{_called}.{ScanSql.AddressFile}, {_called}.{ScanSql.AddressPosition}");
        if (matched && _run.HasLineage) Column($"{_called}.{LineageColumns.RowId.Name} AS {RowId}");
        if (Has(MergeMatch.NotMatched)) Column($"{_source}.{SourceRow}");
        if (matched)
        {
            Column("");
            _values.Compose(text, MergeMatch.Matched, _called, _source);
        }
        text.Add(" FROM ");
        var given = Target(text, _target.SpliceAsync);
        text.Add(", ");
        given = given.Add(text.Length, SourceRowsAsync);
        AddSource(text).Add(" WHERE ").AddBracketed(_merge.On);
        var onlyChanges = matched && !Has(MergeMatch.NotMatched) && !Has(MergeMatch.NotMatchedBySource);
        return _run.StageAsync(Pairs, text, given, onlyChanges ? MergeValues.Changes : null);

        void Column(string words)
        {
            text.Add(separator + words);
            separator = ", ";
        }
    }

    /// <summary>Source rows without a partner.</summary>
    Task<long> InsertAsync()
    {
        var text = _run.Compose().Add("SELECT ");
        _values.Compose(text, MergeMatch.NotMatched, _called, _source);
        text.Add(" FROM ");
        var source = text.Length;
        AddSource(text).Add(" WHERE NOT EXISTS (SELECT 1 FROM ");
        var pairs = text.Length;
        text.Add($"{Pairs} AS {Pairs} WHERE {Pairs}.{SourceRow} = {_source}.{SourceRow})");
        var given = ImmutableDictionary<int, Func<TableReference, Task<string>>>.Empty
            .Add(source, SourceRowsAsync)
            .Add(pairs, _ => Task.FromResult($"SELECT * FROM {Pairs}"));
        return _run.StageAsync(Inserts, text, given, MergeValues.IsInsert);
    }

    /// <summary>Target rows without a partner.</summary>
    Task<long> AdoptAsync()
    {
        var text = _run.Compose().Add($"SELECT {_called}.{ScanSql.AddressFile}, {_called}.{ScanSql.AddressPosition}, ");
        if (_run.HasLineage) text.Add($"{_called}.{LineageColumns.RowId.Name} AS {RowId}, ");
        _values.Compose(text, MergeMatch.NotMatchedBySource, _called, _source);
        text.Add(" FROM ");
        var given = Target(text, _target.SpliceAsync);
        text.Add(" WHERE NOT EXISTS (SELECT 1 FROM ");
        given = given.Add(text.Length, _ => Task.FromResult($"SELECT * FROM {Pairs}"));
        text.Add($"{Pairs} AS {Pairs} WHERE {Pairs}.{ScanSql.AddressFile} = {_called}.{ScanSql.AddressFile} AND {Pairs}.{ScanSql.AddressPosition} = {_called}.{ScanSql.AddressPosition})");
        return _run.StageAsync(Orphans, text, given, MergeValues.Changes);
    }

    /// <summary>What the expressions of a kind of WHEN take their columns from.</summary>
    ImmutableDictionary<int, Func<TableReference, Task<string>>> AddFrom(TextComposer text, MergeMatch match)
    {
        var given = match is MergeMatch.NotMatched ? ImmutableDictionary<int, Func<TableReference, Task<string>>>.Empty : Target(text, _target.DescribeAsync);
        if (match is MergeMatch.NotMatchedBySource) return given;
        if (match is MergeMatch.Matched) text.Add(", ");
        given = given.Add(text.Length, SourceRowsAsync);
        AddSource(text);
        return given;
    }

    static Task<string> SourceRowsAsync(TableReference reference) => Task.FromResult($"SELECT *, rowid AS {SourceRow} FROM {Source}");

    ImmutableDictionary<int, Func<TableReference, Task<string>>> Target(TextComposer text, Func<TableReference, Task<string>> target)
    {
        var place = text.Length;
        text.AddTarget(_merge.Target, _merge.Options);
        return ImmutableDictionary<int, Func<TableReference, Task<string>>>.Empty.Add(place, target);
    }

    /// <summary>The staged source, under the name that the statement gives it: in a table's place its own name, so that it can be qualified as written.</summary>
    TextComposer AddSource(TextComposer text)
    {
        // A name without dots may be that of a CTE, which would hide what stands for it.
        if (_merge.Source.Table is not { } table || (_merge.Options.With is not null && table.Parts.Length == 1)) return text.Add($"{Source} AS {_source}");
        text.Add(new TextSlice(table.Start, table.End));
        return _merge.Source.Called == table.Last ? text : text.Add($" AS {_source}");
    }
}
