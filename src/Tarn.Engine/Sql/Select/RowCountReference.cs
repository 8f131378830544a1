using System.Globalization;
using System.Text.Json;
using Tarn.Engine.Native;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sql.Select;

/// <summary>A query that asks only how many rows one table has, <c>SELECT count(*) FROM t</c>: manifests may know that without the rows.</summary>
/// <param name="Function">Where <c>count(*)</c> stands.</param>
/// <param name="IsNamed">True where the user named the column.</param>
internal sealed record RowCountReference(TextSlice Function, bool IsNamed)
{
    /// <summary>The name that the executor gives a count without one.</summary>
    const string DefaultName = "count_star()";

    /// <summary>The form of a query's SELECT, or null: a single <c>count(*)</c>, and nothing that chooses, groups or samples rows.</summary>
    /// <param name="select">The SELECT's node.</param>
    /// <param name="table">Its FROM.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="map">Places of the tree in the statement.</param>
    public static RowCountReference? Find(JsonElement select, JsonElement table, SqlText sql, Utf8Map map)
    {
        if (table.Text("type") != "BASE_TABLE" || table.Member("sample") is not null || table.Items("column_name_alias").Any()) return null;
        if (select.Items("select_list").ToArray() is not [var only] || !IsPlainCount(only) || only.Location() is not { } location) return null;
        if (select.Member("where_clause") is not null || select.Member("having") is not null || select.Member("qualify") is not null || select.Member("sample") is not null) return null;
        if (select.Items("group_expressions").Any() || select.Items("group_sets").Any() || select.Text("aggregate_handling") != "STANDARD_HANDLING") return null;
        if (select.Items("modifiers").Any(m => m.Text("type") != "LIMIT_MODIFIER")) return null;
        return Extent(sql, sql.TokenAt(map.ToUtf16(location))) is { } extent ? new RowCountReference(extent, only.Text("alias").Length > 0) : null;
    }

    /// <summary>The number in place of the function.</summary>
    public TextEdit Replace(long rows) =>
        new(Function.Start, Function.End, string.Create(CultureInfo.InvariantCulture, $"{rows}::BIGINT") + (IsNamed ? "" : $" AS {Identifiers.Quote(DefaultName)}"));

    static bool IsPlainCount(JsonElement node) =>
        node.IsExpression("FUNCTION") && node.Text("function_name") == "count_star" && node.Text("schema").Length == 0 && !node.Items("children").Any()
        && node.Member("filter") is null && node.Member("distinct") is not { ValueKind: JsonValueKind.True } && node.Member("export_state") is not { ValueKind: JsonValueKind.True }
        && !(node.Member("order_bys") is { } order && order.Items("orders").Any());

    /// <summary><c>count(*)</c>, <c>count()</c> or <c>count_star()</c> in the user's own tokens; null for what is written in another way.</summary>
    static TextSlice? Extent(SqlText sql, int token)
    {
        if (!sql.Tokens[token].IsName || !sql.Tokens[token + 1].IsSymbol("(")) return null;
        var last = sql.Tokens[token + 2].IsSymbol("*") ? token + 3 : token + 2;
        return sql.Tokens[last].IsSymbol(")") ? new TextSlice(sql.Tokens[token].Start, sql.Tokens[last].End) : null;
    }
}
