using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Loading;

/// <summary>The SQL of loads that replace rows: which rows leave, and which come. Incoming rows are in the temporary table <see cref="Incoming"/>.</summary>
static class RowMerge
{
    public const string Incoming = "__tarn_incoming";
    public const string AllIncoming = $"SELECT * FROM {Incoming}";

    const string Matched = "__tarn_matched";

    /// <summary>Loads the incoming rows, typed as the table is, one a key where an order says which.</summary>
    public static string Materialize(string rows, IEnumerable<(NestedField Field, LogicalType Given)> columns, LoadMode mode)
    {
        var latest = mode is LoadMode.Upsert { Order.IsEmpty: false } upsert ? $" QUALIFY row_number() OVER (PARTITION BY {Names(upsert.Keys)}{OrderBy(upsert.Order)}) = 1" : "";
        var casts = string.Join(", ", columns.Select(c => $"{GivenValue.Cast(c.Field, c.Given, Identifiers.Quote(c.Field.Name))} AS {Identifiers.Quote(c.Field.Name)}"));
        return $"CREATE OR REPLACE TEMP TABLE {Incoming} AS SELECT {casts} FROM (SELECT * FROM (\n{rows}\n){latest})";
    }

    /// <summary>One key that comes more than once, as text; no row where there is none.</summary>
    public static string RepeatedKey(LoadMode.Upsert upsert) =>
        $"SELECT (row({Names(upsert.Keys)}))::VARCHAR FROM {Incoming} GROUP BY {Names(upsert.Keys)} HAVING count(*) > 1 LIMIT 1";

    /// <summary>Pairs of rows that the table has (of a scan with addresses) and of incoming rows that are for them, and whether the incoming one wins: one that is older gives way.</summary>
    public static string Match(string scan, LoadMode.Upsert upsert, bool hasLineage)
    {
        var isNewer = upsert.Order.IsEmpty ? "true" : $"(({Row("i", upsert.Order)}) >= ({Row("e", upsert.Order)})) IS NOT FALSE";
        var rowId = hasLineage ? $"e.{LineageColumns.RowId.Name}" : "NULL::BIGINT";
        return $"CREATE OR REPLACE TEMP TABLE {Matched} AS SELECT e.{ScanSql.AddressFile}, e.{ScanSql.AddressPosition}, {rowId} AS row_id, i.rowid AS incoming, {isNewer} AS wins "
            + $"FROM ({scan}) e JOIN {Incoming} i ON {Matches(upsert.Keys)}";
    }

    /// <summary>The addresses of rows that leave; <see cref="Match"/> has run for an upsert.</summary>
    public static string Removed(string scan, LoadMode mode) => mode switch
    {
        LoadMode.Upsert => $"SELECT {ScanSql.AddressFile}, {ScanSql.AddressPosition} FROM {Matched} WHERE wins",
        LoadMode.Replace replace => $"SELECT {ScanSql.AddressFile}, {ScanSql.AddressPosition} FROM ({scan}) e WHERE {IsReplaced("e", replace)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The rows that come. In v3 a row that takes another's place goes on with its row id, which only one row may have. Spec: "Row Lineage".</summary>
    public static string Added(LoadMode mode, bool hasLineage) => mode is not LoadMode.Upsert
        ? AllIncoming
        : $"SELECT i.*{(hasLineage ? $", m.row_id AS {LineageColumns.RowId.Name}" : "")} FROM {Incoming} i LEFT JOIN "
            + $"(SELECT incoming, row_id FROM {Matched} WHERE wins QUALIFY row_number() OVER (PARTITION BY incoming ORDER BY row_id) = 1 AND row_number() OVER (PARTITION BY row_id ORDER BY incoming) = 1) m "
            + $"ON m.incoming = i.rowid WHERE i.rowid NOT IN (SELECT incoming FROM {Matched} WHERE NOT wins)";

    static string IsReplaced(string alias, LoadMode.Replace replace) =>
        $"coalesce({alias}.{Identifiers.Quote(replace.Column)} IN ({string.Join(", ", replace.Values.Select(Identifiers.Literal))}), false)";

    static string Matches(ImmutableArray<string> keys) =>
        string.Join(" AND ", keys.Select(k => $"e.{Identifiers.Quote(k)} IS NOT DISTINCT FROM i.{Identifiers.Quote(k)}"));

    static string OrderBy(ImmutableArray<string> order) =>
        order.IsEmpty ? "" : $" ORDER BY {string.Join(", ", order.Select(o => $"{Identifiers.Quote(o)} DESC NULLS LAST"))}";

    static string Row(string alias, ImmutableArray<string> order) => string.Join(", ", order.Select(o => $"{alias}.{Identifiers.Quote(o)}"));

    static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Identifiers.Quote));
}
