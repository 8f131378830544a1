using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tarn.Engine.Sql.Select;

/// <summary>Reads one condition of the syntax tree as a test of one table's columns against constants; null where it is anything else.</summary>
internal static class FilterReader
{
    /// <param name="condition">The expression.</param>
    /// <param name="table">The table's name in its FROM: <c>t.x</c> is its column, and so may be an unqualified <c>x</c>.</param>
    /// <param name="shared">Columns merged by USING: unqualified, they are nobody's.</param>
    public static FilterNode? Read(JsonElement condition, string table, IReadOnlySet<string> shared)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        string? Column(JsonElement node) => ColumnOf(node, table, shared);
        return condition.Text("class") switch
        {
            "CONJUNCTION" => Conjunction(condition, table, shared),
            "COMPARISON" => Comparison(condition, Column),
            "BETWEEN" => Between(condition, Column),
            "OPERATOR" when condition.Text("type") == "OPERATOR_NOT" => condition.Items("children").ToArray() is [var negated] ? Read(negated, table, shared)?.Not() : null,
            "OPERATOR" => Operator(condition, Column),
            "FUNCTION" => Function(condition, Column),
            _ => null,
        };
    }

    static FilterNode? Conjunction(JsonElement condition, string table, IReadOnlySet<string> shared)
    {
        var all = condition.Items("children").Select(child => Read(child, table, shared)).ToArray();
        var known = all.OfType<FilterNode>().ToImmutableArray();
        if (known.IsEmpty) return null;
        if (condition.Text("type") == "CONJUNCTION_AND") return new FilterNode.And(known, known.Length == all.Length);
        return known.Length == all.Length ? new FilterNode.Or(known) : null;
    }

    static FilterNode? Comparison(JsonElement condition, Func<JsonElement, string?> column)
    {
        var type = condition.Text("type");
        FilterOperator? op = type switch
        {
            "COMPARE_EQUAL" or "COMPARE_NOT_DISTINCT_FROM" => FilterOperator.Equal,
            "COMPARE_NOTEQUAL" or "COMPARE_DISTINCT_FROM" => FilterOperator.NotEqual,
            "COMPARE_LESSTHAN" => FilterOperator.Less,
            "COMPARE_LESSTHANOREQUALTO" => FilterOperator.LessOrEqual,
            "COMPARE_GREATERTHAN" => FilterOperator.Greater,
            "COMPARE_GREATERTHANOREQUALTO" => FilterOperator.GreaterOrEqual,
            _ => null,
        };
        var (left, right) = (condition.GetProperty("left"), condition.GetProperty("right"));
        if (op is not { } known) return null;
        FilterNode.Compare? compared = null;
        if (column(left) is { } name && Constant(right) is { } value) compared = new FilterNode.Compare(name, known, value);
        else if (column(right) is { } other && Constant(left) is { } first) compared = new FilterNode.Compare(other, Mirrored(known), first);
        // A parameter may be null, and nothing is not distinct from that but null.
        if (compared is null || !type.EndsWith("DISTINCT_FROM", StringComparison.Ordinal)) return compared;
        return compared.Value is FilterConstant.Parameter ? null : Distinct(compared);
    }

    /// <summary>These are never unknown: null is distinct from every constant.</summary>
    static FilterNode Distinct(FilterNode.Compare compared) => compared.Operator == FilterOperator.NotEqual
        ? new FilterNode.Or([compared, new FilterNode.IsNull(compared.Column)])
        : new FilterNode.And([compared, new FilterNode.NotNull(compared.Column)], IsWhole: true);

    static FilterOperator Mirrored(FilterOperator op) => op switch
    {
        FilterOperator.Less => FilterOperator.Greater,
        FilterOperator.LessOrEqual => FilterOperator.GreaterOrEqual,
        FilterOperator.Greater => FilterOperator.Less,
        FilterOperator.GreaterOrEqual => FilterOperator.LessOrEqual,
        _ => op,
    };

    static FilterNode.And? Between(JsonElement condition, Func<JsonElement, string?> column)
    {
        if (column(condition.GetProperty("input")) is not { } name) return null;
        var parts = ImmutableArray.CreateBuilder<FilterNode>(2);
        if (Constant(condition.GetProperty("lower")) is { } lower) parts.Add(new FilterNode.Compare(name, FilterOperator.GreaterOrEqual, lower));
        if (Constant(condition.GetProperty("upper")) is { } upper) parts.Add(new FilterNode.Compare(name, FilterOperator.LessOrEqual, upper));
        return parts.Count == 0 ? null : new FilterNode.And(parts.ToImmutable(), parts.Count == 2);
    }

    static FilterNode? Operator(JsonElement condition, Func<JsonElement, string?> column)
    {
        var children = condition.Items("children").ToArray();
        if (children.Length == 0 || column(children[0]) is not { } name) return null;
        switch (condition.Text("type"))
        {
            case "OPERATOR_IS_NULL":
                return new FilterNode.IsNull(name);
            case "OPERATOR_IS_NOT_NULL":
                return new FilterNode.NotNull(name);
            case "COMPARE_IN" or "COMPARE_NOT_IN":
                var values = children.Skip(1).Select(Constant).ToArray();
                return values.All(v => v is not null) ? new FilterNode.In(name, [.. values.OfType<FilterConstant>()], condition.Text("type") == "COMPARE_NOT_IN") : null;
            default:
                return null;
        }
    }

    static FilterNode? Function(JsonElement condition, Func<JsonElement, string?> column)
    {
        var children = condition.Items("children").ToArray();
        if (children.Length != 2 || column(children[0]) is not { } name || Constant(children[1]) is not FilterConstant.Text { CastTo: null } text) return null;
        var function = condition.Text("function_name");
        var prefix = function switch
        {
            // The executor's LIKE has no escape character unless ESCAPE is written, which is another function.
            "~~" or "!~~" => text.Value[..(text.Value.AsSpan().IndexOfAny('%', '_') is >= 0 and var wildcard ? wildcard : text.Value.Length)],
            "^@" or "starts_with" or "prefix" => text.Value,
            _ => "",
        };
        if (prefix.Length == 0) return null;
        var begins = new FilterNode.Prefix(name, prefix, function is not ("~~" or "!~~") || text.Value == prefix + "%");
        return function == "!~~" ? begins.Not() : begins;
    }

    static string? ColumnOf(JsonElement node, string table, IReadOnlySet<string> shared)
    {
        if (!node.IsExpression("COLUMN_REF")) return null;
        var parts = node.Items("column_names").Select(p => p.GetString()!).ToArray();
        return parts switch
        {
            [var name] when !shared.Contains(name) => name,
            [var qualifier, var name] when qualifier.Equals(table, StringComparison.OrdinalIgnoreCase) => name,
            _ => null,
        };
    }

    static FilterConstant? Constant(JsonElement node)
    {
        if (node.IsExpression("PARAMETER")) return new FilterConstant.Parameter(node.Text("identifier"));
        if (node.IsExpression("CAST") && node.Member("try_cast") is not { ValueKind: JsonValueKind.True })
        {
            var target = node.GetProperty("cast_type").Text("id");
            return target is "DATE" or "TIMESTAMP" or "TIMESTAMP WITH TIME ZONE" && Constant(node.GetProperty("child")) is FilterConstant.Text { CastTo: null } text
                ? text with { CastTo = target }
                : null;
        }
        if (!node.IsExpression("CONSTANT")) return null;
        var holder = node.GetProperty("value");
        return holder.Member("is_null") is { ValueKind: JsonValueKind.True } || holder.Member("value") is not { } value
            ? null
            : Value(holder.GetProperty("type"), value);
    }

    static FilterConstant? Value(JsonElement type, JsonElement value) => (type.Text("id"), value.ValueKind) switch
    {
        ("TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT", JsonValueKind.Number) =>
            new FilterConstant.Exact(BigInteger.Parse(value.GetRawText()), 0),
        ("DECIMAL", JsonValueKind.Number) when type.Member("type_info")?.Member("scale") is { } scale && BigInteger.TryParse(value.GetRawText(), out var unscaled) =>
            new FilterConstant.Exact(unscaled, scale.GetInt32()),
        ("DOUBLE", JsonValueKind.Number) => new FilterConstant.Floating(value.GetDouble()),
        ("VARCHAR", JsonValueKind.String) => new FilterConstant.Text(value.GetString()!, null),
        _ => null,
    };
}
