using System.Globalization;
using System.Text.Json;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

public sealed class GoldenProjectionTests
{
    [Testing.SharedFact(GoldenVectors.Needs)]
    public void Predicates_project_through_transforms_as_in_the_reference() => GoldenVectors.ForAll("projections", 964, item =>
    {
        var column = item.GetProperty("column").GetString()!;
        var schema = new Schema(0, new StructType(new NestedField(1, column, GoldenVectors.TypeOf(item))));
        var spec = new PartitionSpec(0, [new PartitionField(1, 1000, "pf", Transform.Parse(item.GetProperty("transform").GetString()!))]);
        var filter = Expression.FromJson(item.GetProperty("predicate").GetRawText());
        var partitionType = new Schema(0, spec.PartitionType(schema)).FindField("pf")!.Type;
        return Compare(item, "inclusive", PartitionProjection.Inclusive(filter, schema, spec), partitionType)
            ?? Compare(item, "strict", PartitionProjection.Strict(filter, schema, spec), partitionType);
    });

    /// <summary>The reference prints sets in hash order and with repeated members, so that sets are compared as sets.</summary>
    static string? Compare(JsonElement item, string kind, Expression projected, IcebergType type)
    {
        var expected = item.GetProperty(kind).GetString()!;
        var (expectedHead, expectedSet) = Split(expected);
        var (head, set) = Split(Print(Reference(projected), type));
        return expectedHead == head && expectedSet.SetEquals(set) ? null : $"{kind}: expected {expected}, got {Print(projected, type)}";
    }

    /// <summary>Without what <see cref="WrappedTruncation"/> adds, which the reference lacks.</summary>
    static Expression Reference(Expression projected) => projected switch
    {
        OrExpression { Right: Predicate { Operator: PredicateOperator.Gt } } either => either.Left,
        AndExpression { Right: Predicate { Operator: PredicateOperator.LtEq } } both => both.Left,
        _ => projected,
    };

    static (string Head, HashSet<string> Set) Split(string text)
    {
        var at = text.IndexOf(" in (", StringComparison.Ordinal);
        return at < 0 ? (text, []) : (text[..at] + (text.Contains("not in", StringComparison.Ordinal) ? "!" : ""), [.. text[(at + 5)..^1].Split(", ")]);
    }

    static string Print(Expression expression, IcebergType type)
    {
        if (expression is not Predicate predicate) return expression.ToString();
        const string Term = "ref(name=\"pf\")";
        var literals = predicate.Literals.Select(literal => Literal(literal, type)).Distinct().ToList();
        return predicate.Operator switch
        {
            PredicateOperator.IsNull => $"is_null({Term})",
            PredicateOperator.NotNull => $"not_null({Term})",
            PredicateOperator.IsNaN => $"is_nan({Term})",
            PredicateOperator.NotNaN => $"not_nan({Term})",
            PredicateOperator.In => $"{Term} in ({string.Join(", ", literals)})",
            PredicateOperator.NotIn => $"{Term} not in ({string.Join(", ", literals)})",
            PredicateOperator.StartsWith => $"{Term} startsWith \"{literals[0]}\"",
            PredicateOperator.NotStartsWith => $"{Term} notStartsWith \"{literals[0]}\"",
            PredicateOperator.Lt => $"{Term} < {literals[0]}",
            PredicateOperator.LtEq => $"{Term} <= {literals[0]}",
            PredicateOperator.Gt => $"{Term} > {literals[0]}",
            PredicateOperator.GtEq => $"{Term} >= {literals[0]}",
            PredicateOperator.Eq => $"{Term} == {literals[0]}",
            _ => $"{Term} != {literals[0]}",
        };
    }

    static string Literal(object literal, IcebergType type) => literal switch
    {
        string text => $"\"{text}\"",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number when type.Kind != TypeKind.Long => number.ToString(CultureInfo.InvariantCulture),
        _ => ValueText.Plain(type, literal),
    };
}
