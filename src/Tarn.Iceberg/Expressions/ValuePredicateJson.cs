using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Expressions;

/// <summary>Predicates over value expressions: the JSON of Iceberg's expressions specification (Appendix B), which replaces the one that says <c>term</c>.</summary>
/// <remarks>
/// There every predicate is true or false, also of null: <c>x != 5</c> and <c>not(x = 5)</c> hold for null, as our own tests of them, which are SQL's, do not. What is read here is true for every
/// row that the text is true for, and may be true for more: it is for leaving out files, not for testing rows.
/// </remarks>
internal static class ValuePredicateJson
{
    /// <summary>Whether a filter is in the older form as a whole, or so simple that the forms do not differ.</summary>
    public static bool IsTermBased(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || json.TryGetProperty("term", out _)) return true;
        return json.TextOrNull("type", "expression")?.ToLowerInvariant() switch
        {
            "and" or "or" => IsTermBased(json.Required("left", "expression")) && IsTermBased(json.Required("right", "expression")),
            "not" => IsTermBased(json.Required("child", "not")),
            "true" or "false" or "literal" => true,
            _ => false,
        };
    }

    public static Expression Read(JsonElement json, PredicateOperator op, string word)
    {
        if (op.IsUnary()) return OrNull(new Predicate(op, TermOf(json.Required("child", word)), []), op is PredicateOperator.NotNaN);
        if (op.IsSet())
        {
            var values = json.Required("values", word);
            var list = values.ValueKind == JsonValueKind.Object ? values.List("values", word, ExpressionJson.ReadLiteral) : json.List("values", word, ExpressionJson.ReadLiteral);
            return OrNull(new Predicate(op, TermOf(json.Required("child", word)), list), op is PredicateOperator.NotIn);
        }
        var (left, right) = (json.Required("left", word), json.Required("right", word));
        if (IsValue(left) == IsValue(right)) throw IcebergException.Unsupported($"Filters can compare a column, or a transform of one, with a constant; this '{word}' does not");
        if (IsValue(left)) (op, left, right) = (Mirrored(op, word), right, left);
        return OrNull(new Predicate(op, TermOf(left), [ExpressionJson.ReadLiteral(right)]), op is PredicateOperator.NotEq or PredicateOperator.NotStartsWith);
    }

    /// <summary>The opposite. Of tests by order nothing is made use of: null and NaN pass the opposite of each.</summary>
    public static Expression ReadNot(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && !IsTermBased(json))
            switch (json.Text("type", "expression").ToLowerInvariant())
            {
                case "and": return Expression.Or(ReadNot(json.Required("left", "and")), ReadNot(json.Required("right", "and")));
                case "or": return Expression.And(ReadNot(json.Required("left", "or")), ReadNot(json.Required("right", "or")));
                case "not": return ExpressionJson.Read(json.Required("child", "not"));
                default: return Opposite(ExpressionJson.Read(json));
            }
        return Expression.Not(ExpressionJson.Read(json));
    }

    static Expression Opposite(Expression read) => read switch
    {
        Predicate { Operator: PredicateOperator.IsNull or PredicateOperator.NotNull } test => test with { Operator = test.Operator.Negate() },
        Predicate { Operator: PredicateOperator.Eq or PredicateOperator.In } test => OrNull(test with { Operator = test.Operator.Negate() }, true),
        OrExpression { Left: Predicate { Operator: PredicateOperator.NotEq or PredicateOperator.NotIn } test } => test with { Operator = test.Operator.Negate() },
        _ => Expression.True,
    };

    static Expression OrNull(Predicate predicate, bool holdsForNull) => holdsForNull ? Expression.Or(predicate, new Predicate(PredicateOperator.IsNull, predicate.Term, [])) : predicate;

    static bool IsValue(JsonElement json) => json.ValueKind != JsonValueKind.Object || json.TextOrNull("type", "value") is "literal";

    static PredicateOperator Mirrored(PredicateOperator op, string word) => op switch
    {
        PredicateOperator.Eq or PredicateOperator.NotEq => op,
        PredicateOperator.Lt => PredicateOperator.Gt,
        PredicateOperator.LtEq => PredicateOperator.GtEq,
        PredicateOperator.Gt => PredicateOperator.Lt,
        PredicateOperator.GtEq => PredicateOperator.LtEq,
        _ => throw IcebergException.Corrupt($"Cannot parse {word} predicate: the constant is its right side"),
    };

    static Term TermOf(JsonElement json) => json.ValueKind != JsonValueKind.Object ? throw JsonRead.Wrong("value expression", "a reference or a transform of one", json)
        : json.Text("type", "value expression") switch
        {
            "reference" => new Reference(json.TextOrNull("name", "reference") ?? throw IcebergException.Unsupported("Filters name their columns; references by id are for stored expressions")),
            "apply" => TransformOf(json),
            var other => throw IcebergException.Corrupt($"Cannot parse value expression: '{other}' is neither a reference nor a transform of one"),
        };

    static TransformTerm TransformOf(JsonElement json)
    {
        var name = FunctionName(json.Required("function", "apply"));
        var arguments = json.List("arguments", "apply", static argument => argument);
        var text = (name, arguments.Length) switch
        {
            ("identity" or "year" or "month" or "day" or "hour", 1) => name,
            ("bucket" or "truncate", 2) when ExpressionJson.ReadLiteral(arguments[0]) is long parameter => $"{name}[{parameter}]",
            _ => throw IcebergException.Unsupported($"The function {name} of {arguments.Length} arguments cannot be used in a filter; Iceberg's transforms can"),
        };
        return TermOf(arguments[^1]) is Reference reference
            ? new TransformTerm(Transform.Parse(text), reference)
            : throw IcebergException.Unsupported($"{name} of another function cannot be used in a filter");
    }

    /// <summary>Only Iceberg's own functions are known, with their catalog's name or without any.</summary>
    static string FunctionName(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return json.GetString()!;
        var catalog = json.ValueKind == JsonValueKind.Object ? json.TextOrNull("catalog", "function") : null;
        var parts = json.ValueKind == JsonValueKind.Object ? json.Required("identifier", "function") : json;
        if (parts.ValueKind != JsonValueKind.Array) throw JsonRead.Wrong("function", "a name or a list of names", parts);
        return catalog is null or "iceberg_functions" && parts.GetArrayLength() == 1 && parts[0].ValueKind == JsonValueKind.String
            ? parts[0].GetString()!
            : throw IcebergException.Unsupported($"The function {json.GetRawText()} cannot be used in a filter; Iceberg's transforms can");
    }
}
