using System.Diagnostics;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

/// <summary>Decides by partition values whether files, and by their summaries whether manifests, may hold matching rows. Spec: "Scan Planning".</summary>
/// <remarks>Made once for each partition spec of a scan; safe to use from several threads.</remarks>
public sealed class PartitionEvaluator
{
    readonly Expression _inclusive;
    readonly Expression _strict;
    readonly Dictionary<int, int> _positions = [];

    public PartitionEvaluator(Schema schema, PartitionSpec spec, Expression filter, bool caseSensitive = true)
    {
        var type = new Schema(0, spec.PartitionType(schema));
        _inclusive = PartitionProjection.Inclusive(filter, schema, spec, caseSensitive).PushDownNot().Bind(type);
        _strict = PartitionProjection.Strict(filter, schema, spec, caseSensitive).PushDownNot().Bind(type);
        for (var i = 0; i < spec.Fields.Length; i++) _positions.TryAdd(spec.Fields[i].FieldId, i);
    }

    /// <summary>The filter over partition values, for EXPLAIN.</summary>
    public Expression Projected => _inclusive;

    /// <summary>True where the partitions decide nothing: every file must be looked at.</summary>
    public bool IsAlwaysTrue => _inclusive is TrueExpression;

    /// <summary>False where no row of the partition matches.</summary>
    public bool MayMatch(PartitionTuple partition) => MayMatch(_inclusive, partition);

    /// <summary>True where every row of the partition matches.</summary>
    public bool AllMatch(PartitionTuple partition) => AllMatch(_strict, partition);

    /// <summary>False where no row of the manifest's files matches. An empty list says nothing.</summary>
    public bool MayMatch(IReadOnlyList<FieldSummary> summaries) => summaries.Count == 0 || MayMatch(_inclusive, summaries);

    bool MayMatch(Expression expression, PartitionTuple partition) => expression switch
    {
        BoundPredicate predicate => MayPass(predicate, ValueOf(predicate, partition)),
        AndExpression both => MayMatch(both.Left, partition) && MayMatch(both.Right, partition),
        OrExpression either => MayMatch(either.Left, partition) || MayMatch(either.Right, partition),
        TrueExpression => true,
        FalseExpression => false,
        _ => throw new UnreachableException(),
    };

    bool AllMatch(Expression expression, PartitionTuple partition) => expression switch
    {
        BoundPredicate predicate => Passes(predicate, ValueOf(predicate, partition)),
        AndExpression both => AllMatch(both.Left, partition) && AllMatch(both.Right, partition),
        OrExpression either => AllMatch(either.Left, partition) || AllMatch(either.Right, partition),
        TrueExpression => true,
        FalseExpression => false,
        _ => throw new UnreachableException(),
    };

    bool MayMatch(Expression expression, IReadOnlyList<FieldSummary> summaries) => expression switch
    {
        BoundPredicate predicate => RangeTest.MayMatch(
            predicate, ValueRange.Of(summaries[_positions[predicate.Term.Field.Id]], predicate.Term.Field.Type)),
        AndExpression both => MayMatch(both.Left, summaries) && MayMatch(both.Right, summaries),
        OrExpression either => MayMatch(either.Left, summaries) || MayMatch(either.Right, summaries),
        TrueExpression => true,
        FalseExpression => false,
        _ => throw new UnreachableException(),
    };

    object? ValueOf(BoundPredicate predicate, PartitionTuple partition) =>
        ValuePromotion.To(predicate.Term.Field.Type, partition[_positions[predicate.Term.Field.Id]]);

    /// <summary>As <see cref="BoundPredicate.Test"/>, but what comparisons disagree on (zeros, NaN) may pass.</summary>
    static bool MayPass(BoundPredicate predicate, object? value) => IsDisputed(predicate, value) || predicate.Test(value);

    static bool Passes(BoundPredicate predicate, object? value) => !IsDisputed(predicate, value) && predicate.Test(value);

    static bool IsDisputed(BoundPredicate predicate, object? value) => value switch
    {
        null => predicate.Operator == PredicateOperator.NotNaN,
        double.NaN or float.NaN => predicate.Operator is PredicateOperator.Gt or PredicateOperator.GtEq,
        0.0 or 0.0f => predicate.Literals.Any(literal => literal is 0.0 or 0.0f),
        _ => false,
    };
}
