using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

/// <summary>Tests predicates against ranges of values. Where implementations of comparison differ, both answers are allowed for.</summary>
/// <remarks>
/// SQL engines hold -0.0 equal to 0.0, the specification's order has -0.0 before 0.0: a row that may match under either is kept, and all rows match only where they do under both. No bound speaks
/// of NaN, which is beyond all numbers for SQL engines and compares with nothing in a strict reading: as in the reference it passes no test by order, and who takes it for the greatest asks for
/// <c>x &gt; 1 or is_nan(x)</c>.
/// </remarks>
internal static class RangeTest
{
    /// <summary>False where no value of the range passes.</summary>
    public static bool MayMatch(BoundPredicate predicate, in ValueRange range)
    {
        if (!predicate.Term.IsReference) return predicate.Operator == PredicateOperator.IsNull || !range.AllNull;
        switch (predicate.Operator)
        {
            case PredicateOperator.IsNull: return range.MayContainNull;
            case PredicateOperator.NotNull: return !range.AllNull;
            case PredicateOperator.IsNaN: return range.MayContainNaN && !range.AllNull;
            // The reference takes null as not NaN, SQL as unknown.
            case PredicateOperator.NotNaN: return !range.AllNaN;
        }
        if (range.AllNull) return false;
        if (range.AllNaN) return predicate.Operator is PredicateOperator.NotEq or PredicateOperator.NotIn;
        return MayMatchBounds(predicate, range);
    }

    /// <summary>True where every value of the range passes.</summary>
    public static bool AllMatch(BoundPredicate predicate, in ValueRange range)
    {
        if (!predicate.Term.IsReference) return false;
        switch (predicate.Operator)
        {
            case PredicateOperator.IsNull: return range.AllNull;
            case PredicateOperator.NotNull: return !range.MayContainNull;
            case PredicateOperator.IsNaN: return range.AllNaN;
        }
        if (range.MayContainNull) return false;
        if (predicate.Operator == PredicateOperator.NotNaN) return !range.MayContainNaN;
        if (range.AllNaN && predicate.Operator is PredicateOperator.NotEq or PredicateOperator.NotIn) return true;
        return AllMatchBounds(predicate, range);
    }

    static bool MayMatchBounds(BoundPredicate predicate, in ValueRange range)
    {
        var type = predicate.Term.Type;
        switch (predicate.Operator)
        {
            case PredicateOperator.Lt: return !Above(type, range.Lower, predicate.Literal, orEqual: true);
            case PredicateOperator.LtEq: return !Above(type, range.Lower, predicate.Literal, orEqual: false);
            case PredicateOperator.Gt: return !Below(type, range.Upper, predicate.Literal, orEqual: true);
            case PredicateOperator.GtEq: return !Below(type, range.Upper, predicate.Literal, orEqual: false);
            case PredicateOperator.Eq: return MayContain(type, range, predicate.Literal);
            case PredicateOperator.In:
                foreach (var literal in predicate.Literals)
                    if (MayContain(type, range, literal)) return true;
                return false;
            case PredicateOperator.NotEq: return !IsOnly(type, range, predicate.Literal);
            case PredicateOperator.NotIn:
                foreach (var literal in predicate.Literals)
                    if (IsOnly(type, range, literal)) return false;
                return true;
            case PredicateOperator.StartsWith: return Prefix.MayBegin(range, predicate.Literal);
            case PredicateOperator.NotStartsWith: return !Prefix.AllBegin(range, predicate.Literal);
            default: return true;
        }
    }

    static bool AllMatchBounds(BoundPredicate predicate, in ValueRange range)
    {
        var type = predicate.Term.Type;
        switch (predicate.Operator)
        {
            case PredicateOperator.Lt: return !range.MayContainNaN && Below(type, range.Upper, predicate.Literal, orEqual: false);
            case PredicateOperator.LtEq: return !range.MayContainNaN && Below(type, range.Upper, predicate.Literal, orEqual: true);
            case PredicateOperator.Gt: return !range.MayContainNaN && Above(type, range.Lower, predicate.Literal, orEqual: false);
            case PredicateOperator.GtEq: return !range.MayContainNaN && Above(type, range.Lower, predicate.Literal, orEqual: true);
            case PredicateOperator.Eq: return !range.MayContainNaN && IsOnly(type, range, predicate.Literal);
            case PredicateOperator.In:
                foreach (var literal in predicate.Literals)
                    if (!range.MayContainNaN && IsOnly(type, range, literal)) return true;
                return false;
            case PredicateOperator.NotEq: return !MayContain(type, range, predicate.Literal);
            case PredicateOperator.NotIn:
                foreach (var literal in predicate.Literals)
                    if (MayContain(type, range, literal)) return false;
                return true;
            case PredicateOperator.StartsWith: return Prefix.AllBegin(range, predicate.Literal);
            case PredicateOperator.NotStartsWith: return !Prefix.MayBegin(range, predicate.Literal);
            default: return false;
        }
    }

    static bool MayContain(IcebergType type, in ValueRange range, object literal) =>
        !Above(type, range.Lower, literal, orEqual: false) && !Below(type, range.Upper, literal, orEqual: false);

    /// <summary>Every value that is neither null nor NaN is the literal.</summary>
    static bool IsOnly(IcebergType type, in ValueRange range, object literal) =>
        range.Lower is { } lower && range.Upper is { } upper && !range.MayContainNaN && !AreZeros(type, lower.Span, literal)
        && Bound.Compare(type, lower.Span, literal) == 0 && Bound.Compare(type, upper.Span, literal) == 0;

    /// <summary>The bound is certainly above the literal.</summary>
    static bool Above(IcebergType type, ReadOnlyMemory<byte>? bound, object literal, bool orEqual)
    {
        if (bound is not { } bytes || AreZeros(type, bytes.Span, literal)) return false;
        var order = Bound.Compare(type, bytes.Span, literal);
        return orEqual ? order >= 0 : order > 0;
    }

    /// <summary>The bound is certainly below the literal.</summary>
    static bool Below(IcebergType type, ReadOnlyMemory<byte>? bound, object literal, bool orEqual)
    {
        if (bound is not { } bytes || AreZeros(type, bytes.Span, literal)) return false;
        var order = Bound.Compare(type, bytes.Span, literal);
        return orEqual ? order <= 0 : order < 0;
    }

    static bool AreZeros(IcebergType type, ReadOnlySpan<byte> bound, object literal) => literal switch
    {
        double and 0.0 => (double)SingleValueBinary.Decode(type, bound) == 0,
        float and 0.0f => (float)SingleValueBinary.Decode(type, bound) == 0,
        _ => false,
    };
}
