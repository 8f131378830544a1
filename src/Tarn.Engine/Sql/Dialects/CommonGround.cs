using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Tarn.Engine.Native;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Select;

namespace Tarn.Engine.Sql.Dialects;

/// <summary>
/// Whether a query that was written for another engine means the same here. Much SQL does; some parses and answers something else: <c>arr[1]</c> is Spark's second element, <c>log(x)</c> its
/// natural logarithm, <c>CAST(1.5 AS INT)</c> its 1. What is not known to be common is therefore told, by the executor's syntax tree and our own tokens.
/// </summary>
/// <remarks>Sources: Spark's "SQL Reference" and "ANSI Compliance", Trino's "SQL language" and "Functions and operators", DuckDB's "SQL Introduction" and "Functions".</remarks>
internal sealed class CommonGround(ForeignDialect dialect)
{
    static readonly FrozenSet<string> Functions = new[]
    {
        "+", "-", "*", "||", "count_star", "count", "sum", "min", "max", "avg", "stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop", "bool_and", "bool_or", "every",
        "row_number", "rank", "dense_rank", "ntile", "lag", "lead", "first_value", "last_value", "upper", "lower", "length", "char_length", "character_length", "abs", "sign", "ceil", "ceiling", "floor",
        "sqrt", "exp", "ln", "power", "pow", "nullif", "ifnull", "year", "quarter", "month", "day", "hour", "minute", "current_date", "get_current_timestamp", "current_timestamp", "now",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What INTERVAL '1' DAY becomes in the tree.</summary>
    static readonly FrozenSet<string> Intervals = new[] { "to_years", "to_months", "to_weeks", "to_days", "to_hours", "to_minutes", "to_seconds" }.ToFrozenSet(StringComparer.Ordinal);

    static readonly FrozenSet<string> Units = new[] { "year", "quarter", "month", "week", "day", "hour", "minute" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    static readonly FrozenSet<string> TypedTexts = new[] { "DATE", "TIMESTAMP", "INTERVAL" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    static readonly FrozenSet<string> Operators = new[] { "OPERATOR_NOT", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL", "OPERATOR_COALESCE", "OPERATOR_NULLIF", "COMPARE_IN", "COMPARE_NOT_IN" }
        .ToFrozenSet(StringComparer.Ordinal);

    static readonly FrozenSet<string> Joins = new[] { "INNER", "LEFT", "RIGHT", "OUTER", "FULL" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The text with its names quoted as ours are.</summary>
    /// <exception cref="EngineException">What it has in double quotes may be no name.</exception>
    public string Requote(string text) => !dialect.DoubleQuotesName && dialect.HasDoubleQuotes(text) ? throw Differs("what stands in double quotes") : dialect.Requote(text);

    /// <summary>Checks a text by its tokens.</summary>
    /// <exception cref="EngineException">Something in it may mean something else here.</exception>
    public void Check(SqlText sql)
    {
        for (var i = 0; i < sql.Tokens.Count; i++)
        {
            var token = sql.Tokens[i];
            if (token.Kind is not TokenKind.String) continue;
            if (!dialect.BackslashIsPlain && sql.Text.AsSpan(token.Start, token.End - token.Start).Contains('\\')) throw Differs("a backslash in a text");
            // x'1a' and r'\d' are bytes and raw texts there.
            if (sql.Text[token.Start] is not '\'' || (i > 0 && sql.Tokens[i - 1] is { Kind: TokenKind.Word } word && word.End == token.Start && !TypedTexts.Contains(word.Value)))
                throw Differs("a text with a prefix");
        }
    }

    /// <summary>Checks a query by its syntax tree, whole.</summary>
    /// <param name="node">A query, an expression, or any part of them.</param>
    /// <exception cref="EngineException">Something in it may mean something else here.</exception>
    public void Check(JsonElement node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (node.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray()) Check(item);
            return;
        }
        if (node.ValueKind is not JsonValueKind.Object) return;
        var isWhole = node.Text("class").Length > 0 ? Expression(node) : Part(node);
        if (isWhole) return;
        foreach (var member in node.EnumerateObject()) Check(member.Value);
    }

    /// <returns>True where nothing inside is left to look at.</returns>
    bool Expression(JsonElement node)
    {
        switch (node.Text("class"))
        {
            case "COLUMN_REF" or "CONSTANT":
                return true;
            case "COMPARISON" or "CONJUNCTION" or "BETWEEN" or "CASE" or "SUBQUERY":
                return false;
            case "STAR" when IsEmpty(node, "exclude_list") && IsEmpty(node, "replace_list") && IsEmpty(node, "rename_list") && IsEmpty(node, "qualified_exclude_list") && !IsTrue(node, "columns"):
                return true;
            case "OPERATOR":
                return Operators.Contains(node.Text("type")) ? false : throw Differs(node.Text("type") is "ARRAY_EXTRACT" or "ARRAY_SLICE" ? "a subscript […]" : "the operator " + node.Text("type"));
            case "CAST":
                return Cast(node);
            case "WINDOW":
                Call(node, node.Text("function_name") is { Length: > 0 } name ? name : node.Text("type")["WINDOW_".Length..]);
                Orders(node);
                return false;
            case "FUNCTION":
                if (!IsEmpty(node.GetProperty("order_bys"), "orders")) throw Differs($"ORDER BY inside of {node.Text("function_name")}");
                return Call(node, node.Text("function_name"));
            default:
                throw Differs($"an expression of the kind {node.Text("class")}");
        }
    }

    bool Call(JsonElement node, string name)
    {
        JsonElement[] arguments = [.. node.Items("children")];
        if (Intervals.Contains(name) && IsInterval(arguments)) return true;
        var isCommon = name.ToLowerInvariant() switch
        {
            "count" => arguments.Length <= 1,
            "%" or "mod" => IsNeverZero(arguments),
            "/" => dialect.DividesToFraction && IsNeverZero(arguments),
            "~~" or "!~~" => arguments.Length == 2 && IsText(arguments[1]),
            "greatest" or "least" => dialect.GreatestSkipsNulls,
            "substring" or "substr" => IsNumber(arguments, 1, least: 1) && (arguments.Length == 2 || IsNumber(arguments, 2, least: 0)),
            "date_trunc" or "date_part" => arguments.Length == 2 && IsText(arguments[0]) && Units.Contains(arguments[0].GetProperty("value").Text("value")),
            var other => Functions.Contains(other),
        };
        return isCommon ? false : throw Differs(char.IsAsciiLetter(name[0]) ? $"this use of the function {name}" : $"this use of {name}");
    }

    bool Cast(JsonElement node)
    {
        var (type, child) = (node.GetProperty("cast_type").Text("id"), node.GetProperty("child"));
        var isCommon = type switch
        {
            "DATE" or "DOUBLE" or "DECIMAL" => true,
            // true and false become casts of 't' and 'f'.
            "BOOLEAN" => IsText(child) && child.GetProperty("value").Text("value") is "t" or "f",
            "TIMESTAMP" => dialect.TimestampHasNoZone,
            _ => false,
        };
        return isCommon ? false : throw Differs($"CAST to {type}");
    }

    /// <returns>True where nothing inside is left to look at.</returns>
    bool Part(JsonElement node)
    {
        switch (node.Text("type"))
        {
            case "SELECT_NODE":
                LimitedOrder(node);
                return node.Member("sample") is null ? false : throw Differs("a sample");
            case "SET_OPERATION_NODE":
                LimitedOrder(node);
                return node.Text("setop_type") == "UNION_BY_NAME" ? throw Differs("UNION BY NAME") : false;
            case "DISTINCT_MODIFIER":
                return IsEmpty(node, "distinct_on_targets") ? true : throw Differs("DISTINCT ON");
            case "JOIN":
                return Joins.Contains(node.Text("join_type")) && node.Text("ref_type") is "REGULAR" or "CROSS" or "NATURAL" ? false : throw Differs($"a join of the kind {node.Text("ref_type")} {node.Text("join_type")}");
            case "BASE_TABLE" or "SUBQUERY":
                return node.Member("sample") is null ? false : throw Differs("a sample");
            case "RECURSIVE_CTE_NODE" or "LIMIT_PERCENT_MODIFIER" or "PIVOT" or "TABLE_FUNCTION" or "SHOW_REF" or "EXPRESSION_LIST":
                throw Differs(node.Text("type") switch { "EXPRESSION_LIST" => "VALUES in FROM", "TABLE_FUNCTION" => "a table function", var type => type });
            default:
                return false;
        }
    }

    /// <summary>Where nulls stand decides which rows a LIMIT keeps.</summary>
    void LimitedOrder(JsonElement node)
    {
        if (!node.Items("modifiers").Any(m => m.Text("type") == "LIMIT_MODIFIER")) return;
        foreach (var order in node.Items("modifiers").Where(m => m.Text("type") == "ORDER_MODIFIER")) Orders(order);
    }

    void Orders(JsonElement node)
    {
        if (!dialect.NullsLast && node.Items("orders").Any(o => o.Text("null_order") == "ORDER_DEFAULT")) throw Differs("ORDER BY without NULLS FIRST or NULLS LAST in a window or with LIMIT");
    }

    /// <summary>A whole number of the unit, which the tree has in casts of its own.</summary>
    static bool IsInterval(JsonElement[] arguments)
    {
        var inner = arguments.FirstOrDefault();
        while (inner.Member("child") is { } || inner.Items("children").Any()) inner = inner.Member("child") ?? inner.Items("children").First();
        return inner.IsExpression("CONSTANT") && long.TryParse(inner.GetProperty("value").GetProperty("value").ToString(), out _);
    }

    /// <summary>Engines answer a division by zero each in their own way.</summary>
    static bool IsNeverZero(JsonElement[] arguments) => IsNumber(arguments, 1, least: double.Epsilon)
        || (arguments.Length == 2 && arguments[1].Text("function_name") == "nullif" && IsZero(arguments[1].Items("children").LastOrDefault()));

    static bool IsZero(JsonElement node) => node.IsExpression("CONSTANT") && node.GetProperty("value").Member("value") is { ValueKind: JsonValueKind.Number } value && value.GetDouble() == 0;

    static bool IsNumber(JsonElement[] arguments, int place, double least) => arguments.Length > place && arguments[place].IsExpression("CONSTANT")
        && arguments[place].GetProperty("value").Member("value") is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && number >= least;

    static bool IsText(JsonElement node) => node.IsExpression("CONSTANT") && node.GetProperty("value") is var value && value.GetProperty("type").Text("id") == "VARCHAR" && value.Member("value") is not null;

    static bool IsEmpty(JsonElement node, string name) => !node.Items(name).Any();

    static bool IsTrue(JsonElement node, string name) => node.Member(name) is { ValueKind: JsonValueKind.True };

    EngineException Differs(string what) => new(
        EngineErrorKind.NotSupported,
        $"it is written in the SQL of {dialect.Name}, where {what} may mean something else than here. Nothing was read. Give it a text for Tarn (CREATE OR REPLACE VIEW), or, where its own means the same here, "
        + $"ALTER VIEW … SET TBLPROPERTIES ('{ForeignDialect.ReadsDialect}' = {Identifiers.Literal(dialect.Name)}).");
}
