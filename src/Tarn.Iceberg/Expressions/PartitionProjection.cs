using System.Diagnostics;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Expressions;

/// <summary>Turns filters over rows into filters over partition values. Spec: "Partitioning", "Scan Planning".</summary>
public static class PartitionProjection
{
    /// <summary>True for every partition that holds a matching row; may be true for more.</summary>
    public static Expression Inclusive(Expression filter, Schema schema, PartitionSpec spec, bool caseSensitive = true) =>
        Project(filter.PushDownNot().Bind(schema, caseSensitive), spec, inclusive: true);

    /// <summary>True only for partitions all of whose rows match; may be true for fewer.</summary>
    public static Expression Strict(Expression filter, Schema schema, PartitionSpec spec, bool caseSensitive = true) =>
        Project(filter.PushDownNot().Bind(schema, caseSensitive), spec, inclusive: false);

    static Expression Project(Expression expression, PartitionSpec spec, bool inclusive) => expression switch
    {
        AndExpression both => Expression.And(Project(both.Left, spec, inclusive), Project(both.Right, spec, inclusive)),
        OrExpression either => Expression.Or(Project(either.Left, spec, inclusive), Project(either.Right, spec, inclusive)),
        BoundPredicate predicate => ProjectPredicate(predicate, spec, inclusive),
        TrueExpression or FalseExpression => expression,
        _ => throw new UnreachableException(),
    };

    /// <summary>Several fields may come of one column: a matching row passes all inclusive projections, and one strict projection is enough.</summary>
    static Expression ProjectPredicate(BoundPredicate predicate, PartitionSpec spec, bool inclusive)
    {
        var result = inclusive ? Expression.True : Expression.False;
        foreach (var field in spec.Fields)
        {
            if (field.SourceIds.Length != 1 || field.SourceId != predicate.Term.Field.Id) continue;
            if (ProjectField(predicate, field, inclusive) is not { } single) continue;
            var projected = predicate.Term.IsReference ? WrappedTruncation.Minded(field.Transform, field.Name, predicate, single, inclusive) : single;
            result = inclusive ? Expression.And(result, projected) : Expression.Or(result, projected);
        }
        return result;
    }

    static Predicate? ProjectField(BoundPredicate predicate, PartitionField field, bool inclusive)
    {
        if (predicate.Term.IsReference)
            return inclusive ? field.Transform.Project(field.Name, predicate) : field.Transform.ProjectStrict(field.Name, predicate);
        // A test of the very transform that partitions is a test of the partition value.
        return predicate.Term.Transform == field.Transform && field.Transform is not UnknownTransform ? predicate.Over(field.Name) : null;
    }
}
