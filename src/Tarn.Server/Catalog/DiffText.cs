using System.Globalization;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Types;
using Tarn.Server.Completion;

namespace Tarn.Server.Catalog;

/// <summary>The statements that compare the rows of two snapshots. A column is the same column by its field id, whatever it was called.</summary>
sealed class DiffText
{
    /// <summary>Columns in which a load notes its moment and job: they differ in every row that was loaded again.</summary>
    const string OwnPrefix = "_tarn_";

    const string Change = "_change";

    /// <summary>More changed rows are counted, not listed.</summary>
    const int MostRows = 10_000;

    readonly string _table;
    readonly string _a;
    readonly string _b;
    readonly List<Column> _key;
    readonly List<Column> _values;

    public DiffText(TableIdentifier table, TableMetadata metadata, Snapshot a, Snapshot b, IReadOnlyList<string> key)
    {
        _table = string.Join('.', table.Namespace.Levels.Append(table.Name).Select(SqlWords.Quote));
        (_a, _b) = (Id(a), Id(b));
        var (before, after) = (metadata.SchemaOf(a), metadata.SchemaOf(b));
        var columns = after.Fields.Select(f => new Column(before.Fields.FirstOrDefault(o => o.Id == f.Id), f))
            .Concat(before.Fields.Where(o => after.Fields.All(f => f.Id != o.Id)).Select(o => new Column(o, null))).ToList();
        var keys = key.ToHashSet(StringComparer.Ordinal);
        _key = [.. columns.Where(c => keys.Contains(c.Name))];
        Ignored = [.. columns.Where(c => c.Name.StartsWith(OwnPrefix, StringComparison.Ordinal) && !keys.Contains(c.Name)).Select(c => c.Name)];
        _values = [.. columns.Where(c => !keys.Contains(c.Name) && !c.Name.StartsWith(OwnPrefix, StringComparison.Ordinal))];
    }

    public IReadOnlyList<string> Key => [.. _key.Select(c => c.Name)];

    public IReadOnlyList<string> Values => [.. _values.Select(c => c.Name)];

    public IReadOnlyList<string> Ignored { get; }

    /// <summary>The rows that differ.</summary>
    public string Rows => $"{Differences}\norder by {string.Join(", ", Enumerable.Range(1, Math.Max(1, _key.Count + 1)).Reverse().Select(i => i.ToString(CultureInfo.InvariantCulture)))}\nlimit {MostRows}";

    /// <summary>How many.</summary>
    public string Count => $"""
        select
          count(*) filter (where {Change} = '+') as added,
          count(*) filter (where {Change} = '-') as removed,
          count(*) filter (where {Change} = '~') as changed
        from (
        {Differences}
        )
        """;

    string Differences => _key.Count > 0 ? ByKey : WholeRows;

    string ByKey
    {
        get
        {
            var join = string.Join("\n  and ", _key.Select((_, i) => $"a.k{i} is not distinct from b.k{i}"));
            var differs = _values.Select((_, i) => $"a.v{i} is distinct from b.v{i}").Prepend("b.here is null").Prepend("a.here is null");
            var columns = _key.Select((c, i) => $"coalesce(b.k{i}, a.k{i}) as {SqlWords.Quote(c.Name)}")
                .Concat(_values.Select((c, i) => $"case when b.here then b.v{i} else a.v{i} end as {SqlWords.Quote(c.Name)}"))
                .Concat(_values.Select((c, i) => $"case when b.here then a.v{i} end as {SqlWords.Quote($"{c.Name} before")}"));
            return $"""
                select case when a.here is null then '+' when b.here is null then '-' else '~' end as {Change},
                  {string.Join(",\n  ", columns)}
                from ({Side(_a, c => c.Before)}) a
                full join ({Side(_b, c => c.After)}) b
                  on {join}
                where {string.Join("\n  or ", differs)}
                """;
        }
    }

    /// <summary>Without a key a changed row is one removed and one added; rows that are there twice count twice.</summary>
    string WholeRows
    {
        get
        {
            var (a, b) = (Plain(_a, c => c.Before), Plain(_b, c => c.After));
            return $"""
                select '-' as {Change}, * from ({a} except all {b})
                union all
                select '+' as {Change}, * from ({b} except all {a})
                """;
        }
    }

    string Side(string snapshot, Func<Column, NestedField?> of)
    {
        var columns = _key.Select((c, i) => $"{Value(of(c))} as k{i}").Concat(_values.Select((c, i) => $"{Value(of(c))} as v{i}"));
        return $"select true as here, {string.Join(", ", columns)} from {_table} at (version => {snapshot})";
    }

    string Plain(string snapshot, Func<Column, NestedField?> of) =>
        $"select {string.Join(", ", _values.Select(c => $"{Value(of(c))} as {SqlWords.Quote(c.Name)}"))} from {_table} at (version => {snapshot})";

    static string Value(NestedField? field) => field is null ? "null" : SqlWords.Quote(field.Name);

    static string Id(Snapshot snapshot) => snapshot.SnapshotId.ToString(CultureInfo.InvariantCulture);

    /// <summary>A column as each of the two has it.</summary>
    sealed record Column(NestedField? Before, NestedField? After)
    {
        public string Name => (After ?? Before)!.Name;
    }
}
