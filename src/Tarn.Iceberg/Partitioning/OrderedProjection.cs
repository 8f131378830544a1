using System.Collections.Immutable;
using System.Numerics;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Partitioning;

/// <summary>Projects comparisons through transforms that preserve order: truncate and the temporal ones.</summary>
/// <remarks>
/// <c>x &lt; b</c> becomes <c>t(x) &lt;= t(b - 1)</c> where values are discrete, so that the partition of b alone is not read.
/// A null result means that nothing is known: true for an inclusive projection, false for a strict one.
/// </remarks>
internal static class OrderedProjection
{
    public static Predicate? Inclusive(Transform transform, string name, BoundPredicate predicate, bool wasRoundedToZero)
    {
        var projected = predicate.Operator switch
        {
            PredicateOperator.IsNull or PredicateOperator.NotNull => predicate.Over(name),
            PredicateOperator.Lt => Compare(PredicateOperator.LtEq, Step(predicate, -1)),
            PredicateOperator.LtEq => Compare(PredicateOperator.LtEq, predicate.Literal),
            PredicateOperator.Gt => Compare(PredicateOperator.GtEq, Step(predicate, +1)),
            PredicateOperator.GtEq => Compare(PredicateOperator.GtEq, predicate.Literal),
            PredicateOperator.Eq => Compare(PredicateOperator.Eq, predicate.Literal),
            PredicateOperator.In => Set(transform, name, predicate),
            _ => null,
        };
        return projected is null || !wasRoundedToZero ? projected : WidenForRounding(projected);

        Predicate? Compare(PredicateOperator op, object? boundary) => Result(transform, name, predicate, op, boundary);
    }

    public static Predicate? Strict(Transform transform, string name, BoundPredicate predicate, bool wasRoundedToZero)
    {
        var projected = predicate.Operator switch
        {
            PredicateOperator.IsNull or PredicateOperator.NotNull => predicate.Over(name),
            PredicateOperator.Lt => Compare(PredicateOperator.Lt, predicate.Literal),
            PredicateOperator.LtEq => Compare(PredicateOperator.Lt, Step(predicate, +1)),
            PredicateOperator.Gt => Compare(PredicateOperator.Gt, predicate.Literal),
            PredicateOperator.GtEq => Compare(PredicateOperator.Gt, Step(predicate, -1)),
            PredicateOperator.NotEq => Compare(PredicateOperator.NotEq, predicate.Literal),
            PredicateOperator.NotIn => Set(transform, name, predicate),
            _ => null,
        };
        return projected is null || !wasRoundedToZero ? projected : NarrowForRounding(projected);

        Predicate? Compare(PredicateOperator op, object? boundary) => Result(transform, name, predicate, op, boundary);
    }

    static Predicate? Result(Transform transform, string name, BoundPredicate predicate, PredicateOperator op, object? boundary) =>
        boundary is null ? null : new Predicate(op, new Reference(name), [transform.Apply(predicate.Term.Type, boundary)!]);

    static Predicate Set(Transform transform, string name, BoundPredicate predicate) =>
        predicate.Over(name, predicate.Literals.Select(literal => transform.Apply(predicate.Term.Type, literal)!).ToImmutableArray());

    /// <summary>The neighbouring value; the value itself for strings and bytes, which have none; null beyond the type's range.</summary>
    static object? Step(BoundPredicate predicate, int by) => predicate.Literal switch
    {
        int.MinValue when by < 0 => null,
        int.MaxValue when by > 0 => null,
        long.MinValue when by < 0 => null,
        long.MaxValue when by > 0 => null,
        int number => number + by,
        long number => number + by,
        IcebergDecimal number => number with { Unscaled = number.Unscaled + new BigInteger(by) },
        var other => other,
    };

    static Predicate WidenForRounding(Predicate projected)
    {
        switch (projected.Operator)
        {
            case PredicateOperator.LtEq when projected.Literals[0] is int value and < 0:
                return projected with { Literals = [value + 1] };
            case PredicateOperator.Eq when projected.Literals[0] is int value and < 0:
                return new Predicate(PredicateOperator.In, projected.Term, [value, value + 1]);
            case PredicateOperator.In:
                return projected with { Literals = WithRoundedNeighbours(projected) };
            default:
                return projected;
        }
    }

    static Predicate NarrowForRounding(Predicate projected)
    {
        switch (projected.Operator)
        {
            case PredicateOperator.Gt when projected.Literals[0] is int value and <= 0:
                return projected with { Literals = [value + 1] };
            case PredicateOperator.NotEq when projected.Literals[0] is int value and < 0:
                return new Predicate(PredicateOperator.NotIn, projected.Term, [value, value + 1]);
            case PredicateOperator.NotIn:
                return projected with { Literals = WithRoundedNeighbours(projected) };
            default:
                return projected;
        }
    }

    static ImmutableArray<object> WithRoundedNeighbours(Predicate projected) =>
        [.. projected.Literals.Concat(projected.Literals.OfType<int>().Where(value => value < 0).Select(value => (object)(value + 1))).Distinct()];
}
