using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Loading;

/// <summary>The SQL of copy-on-write: which files change, and what their new rows are. Incoming rows are in the temporary table <see cref="Incoming"/>.</summary>
static class RowMerge
{
    public const string Incoming = "__tarn_incoming";

    /// <summary>Loads the incoming rows, typed as the table is, one a key where an order says which.</summary>
    public static string Materialize(string rows, IEnumerable<NestedField> columns, LoadMode mode)
    {
        var latest = mode is LoadMode.Upsert { Order.IsEmpty: false } upsert ? $" QUALIFY row_number() OVER (PARTITION BY {Names(upsert.Keys)}{OrderBy(upsert.Order)}) = 1" : "";
        var casts = string.Join(", ", columns.Select(f => $"CAST({Identifiers.Quote(f.Name)} AS {ExecutorTypes.Sql(f.Type)}) AS {Identifiers.Quote(f.Name)}"));
        return $"CREATE OR REPLACE TEMP TABLE {Incoming} AS SELECT {casts} FROM (SELECT * FROM (\n{rows}\n){latest})";
    }

    /// <summary>One key that comes more than once, as text; no row where there is none.</summary>
    public static string RepeatedKey(LoadMode.Upsert upsert) =>
        $"SELECT (row({Names(upsert.Keys)}))::VARCHAR FROM {Incoming} GROUP BY {Names(upsert.Keys)} HAVING count(*) > 1 LIMIT 1";

    /// <summary>The files of a scan (which gives <c>_file</c>) that hold rows to be replaced.</summary>
    public static string AffectedFiles(string scan, LoadMode mode) => mode switch
    {
        LoadMode.Upsert upsert => $"SELECT DISTINCT e._file FROM ({scan}) e SEMI JOIN {Incoming} i ON {Matches(upsert.Keys)}",
        LoadMode.Replace replace => $"SELECT DISTINCT e._file FROM ({scan}) e WHERE {IsReplaced("e", replace)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The rows of the files that change: those that stay, and those that come.</summary>
    public static string Rows(string? scan, ImmutableArray<string> columns, LoadMode mode)
    {
        if (scan is null) return $"SELECT * FROM {Incoming}";
        return mode switch
        {
            LoadMode.Upsert upsert => Merged(scan, columns, upsert),
            LoadMode.Replace replace => $"SELECT {Names(columns)} FROM ({scan}) e WHERE NOT ({IsReplaced("e", replace)}) UNION ALL BY NAME SELECT * FROM {Incoming}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>An incoming row that is older than the one that is there gives way to it.</summary>
    static string Merged(string scan, ImmutableArray<string> columns, LoadMode.Upsert upsert)
    {
        var matches = Matches(upsert.Keys);
        if (upsert.Order.IsEmpty)
            return $"SELECT {Names(columns)} FROM ({scan}) e ANTI JOIN {Incoming} i ON {matches} UNION ALL BY NAME SELECT * FROM {Incoming}";
        var isNewer = $"(({Row("i", upsert.Order)}) >= ({Row("e", upsert.Order)})) IS NOT FALSE";
        return $"SELECT {Names(columns, "e")} FROM ({scan}) e ANTI JOIN {Incoming} i ON {matches} AND {isNewer} "
            + $"UNION ALL BY NAME SELECT i.* FROM {Incoming} i ANTI JOIN ({scan}) e ON {matches} AND NOT ({isNewer})";
    }

    static string IsReplaced(string alias, LoadMode.Replace replace) =>
        $"coalesce({alias}.{Identifiers.Quote(replace.Column)} IN ({string.Join(", ", replace.Values.Select(Identifiers.Literal))}), false)";

    static string Matches(ImmutableArray<string> keys) =>
        string.Join(" AND ", keys.Select(k => $"e.{Identifiers.Quote(k)} IS NOT DISTINCT FROM i.{Identifiers.Quote(k)}"));

    static string OrderBy(ImmutableArray<string> order) =>
        order.IsEmpty ? "" : $" ORDER BY {string.Join(", ", order.Select(o => $"{Identifiers.Quote(o)} DESC NULLS LAST"))}";

    static string Row(string alias, ImmutableArray<string> order) => string.Join(", ", order.Select(o => $"{alias}.{Identifiers.Quote(o)}"));

    static string Names(IEnumerable<string> names, string? alias = null) =>
        string.Join(", ", names.Select(n => alias is null ? Identifiers.Quote(n) : $"{alias}.{Identifiers.Quote(n)}"));
}
