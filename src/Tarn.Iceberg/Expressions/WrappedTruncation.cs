using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Expressions;

/// <summary>
/// Truncating a number that lies below the least multiple of the width wraps around in the reference, so that the very smallest numbers stand in the partitions of the largest. The reference's projections
/// do not know it: it loses such rows in filters, and takes partitions that hold them to match as a whole.
/// </summary>
static class WrappedTruncation
{
    /// <param name="transform">The partition's.</param>
    /// <param name="name">The partition field.</param>
    /// <param name="predicate">The test of the row.</param>
    /// <param name="projected">The test of the partition, as if nothing wrapped.</param>
    /// <param name="inclusive">Whether the test must pass every partition that holds a matching row, or only those all of whose rows match.</param>
    public static Expression Minded(Transform transform, string name, BoundPredicate predicate, Predicate projected, bool inclusive)
    {
        if (transform is not TruncateTransform { Width: > 1 and var width } || predicate.Operator is not (PredicateOperator.Lt or PredicateOperator.LtEq or PredicateOperator.Gt or PredicateOperator.GtEq)) return projected;
        var (literal, least, last) = predicate.Literal switch
        {
            int value => (value, int.MinValue, (object)(int.MaxValue - width)),
            long value => (value, long.MinValue, long.MaxValue - width),
            _ => (0L, 0L, (object?)null),
        };
        if (last is null) return projected;
        // The boundary itself would wrap, or its neighbour; of a width that the type has no room for twice, all numbers may.
        if (literal <= least + width || (predicate.Literal is int && width > 1 << 30)) return inclusive ? Expression.True : Expression.False;
        var isBelow = predicate.Operator is PredicateOperator.Lt or PredicateOperator.LtEq;
        if (inclusive && isBelow) return Expression.Or(projected, Expression.GreaterThan(name, last));
        return !inclusive && !isBelow ? Expression.And(projected, Expression.LessThanOrEqual(name, last)) : projected;
    }
}
