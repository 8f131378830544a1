using Tarn.Iceberg.Expressions;

namespace Tarn.Iceberg.Partitioning;

/// <summary>Projects prefix tests through <c>truncate</c> of strings: prefixes shorter than the width survive, longer ones are cut.</summary>
internal static class PrefixProjection
{
    public static Predicate? Inclusive(TruncateTransform transform, string name, BoundPredicate predicate)
    {
        var prefix = (string)predicate.Literal;
        return (predicate.Operator, Compare(prefix, transform.Width)) switch
        {
            (_, < 0) => predicate.Over(name),
            (PredicateOperator.StartsWith, 0) => With(PredicateOperator.Eq, name, prefix),
            (PredicateOperator.NotStartsWith, 0) => With(PredicateOperator.NotEq, name, prefix),
            (PredicateOperator.StartsWith, _) => With(PredicateOperator.StartsWith, name, transform.Apply(predicate.Term.Type, prefix)!),
            _ => null,
        };
    }

    public static Predicate? Strict(TruncateTransform transform, string name, BoundPredicate predicate)
    {
        var prefix = (string)predicate.Literal;
        return (predicate.Operator, Compare(prefix, transform.Width)) switch
        {
            (_, < 0) => predicate.Over(name),
            (PredicateOperator.StartsWith, 0) => With(PredicateOperator.Eq, name, prefix),
            (PredicateOperator.NotStartsWith, 0) => With(PredicateOperator.NotEq, name, prefix),
            (PredicateOperator.NotStartsWith, _) => With(PredicateOperator.NotStartsWith, name, transform.Apply(predicate.Term.Type, prefix)!),
            _ => null,
        };
    }

    static Predicate With(PredicateOperator op, string name, object literal) => new(op, new Reference(name), [literal]);

    static int Compare(string prefix, int width) => prefix.EnumerateRunes().Count().CompareTo(width);
}
