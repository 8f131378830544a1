using System.Collections.Immutable;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

/// <summary>Predicates for people: EXPLAIN and messages.</summary>
internal static class PredicateText
{
    public static string Of(PredicateOperator op, object term, ImmutableArray<object> literals, IcebergType? type) => op switch
    {
        PredicateOperator.IsNull => $"{term} is null",
        PredicateOperator.NotNull => $"{term} is not null",
        PredicateOperator.IsNaN => $"is_nan({term})",
        PredicateOperator.NotNaN => $"not is_nan({term})",
        PredicateOperator.In => $"{term} in ({string.Join(", ", literals.Select(literal => Literal(literal, type)))})",
        PredicateOperator.NotIn => $"{term} not in ({string.Join(", ", literals.Select(literal => Literal(literal, type)))})",
        PredicateOperator.StartsWith => $"{term} starts with {Literal(literals[0], type)}",
        PredicateOperator.NotStartsWith => $"{term} not starts with {Literal(literals[0], type)}",
        _ => $"{term} {Symbol(op)} {Literal(literals[0], type)}",
    };

    static string Symbol(PredicateOperator op) => op switch
    {
        PredicateOperator.Lt => "<",
        PredicateOperator.LtEq => "<=",
        PredicateOperator.Gt => ">",
        PredicateOperator.GtEq => ">=",
        PredicateOperator.Eq => "=",
        _ => "<>",
    };

    static string Literal(object literal, IcebergType? type) => literal switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        int or long when type is null => $"{literal}",
        _ => ValueText.Plain(type ?? IcebergType.String, literal),
    };
}
