using System.Collections.Immutable;
using System.Diagnostics;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Expressions;

/// <summary>Decides by column statistics whether a file may hold matching rows, or holds nothing else. Spec: "Scan Planning".</summary>
/// <remarks>Made once a scan; safe to use from several threads.</remarks>
public sealed class MetricsEvaluator
{
    readonly Expression _filter;

    public MetricsEvaluator(Schema schema, Expression filter, bool caseSensitive = true)
    {
        _filter = filter.PushDownNot().Bind(schema, caseSensitive);
        FieldIds = [.. FieldsOf(_filter).Distinct()];
    }

    /// <summary>What is tested: bound, without <c>not</c>.</summary>
    internal Expression Filter => _filter;

    /// <summary>The fields whose statistics decide.</summary>
    internal ImmutableArray<int> FieldIds { get; }

    /// <summary>False where no row of the file matches (the inclusive evaluation).</summary>
    public bool MayMatch(IFileMetrics file) => file.RecordCount != 0 && MayMatch(_filter, new RangesOfFile(file));

    /// <summary>True where every row of the file matches (the strict evaluation): the file may be dropped as a whole.</summary>
    public bool AllMatch(IFileMetrics file) => file.RecordCount == 0 || AllMatch(_filter, new RangesOfFile(file));

    /// <summary>False where no row of a file, or of several files, with these ranges matches.</summary>
    internal bool MayMatch<T>(in T ranges)
        where T : struct, IRanges => MayMatch(_filter, ranges);

    readonly struct RangesOfFile(IFileMetrics file) : IRanges
    {
        public ValueRange Of(NestedField field) => ValueRange.Of(file.MetricsOf(field.Id), field.Type);
    }

    static IEnumerable<int> FieldsOf(Expression expression) => expression switch
    {
        BoundPredicate predicate => [predicate.Term.Field.Id],
        AndExpression both => FieldsOf(both.Left).Concat(FieldsOf(both.Right)),
        OrExpression either => FieldsOf(either.Left).Concat(FieldsOf(either.Right)),
        _ => [],
    };

    static bool MayMatch<T>(Expression expression, in T ranges)
        where T : struct, IRanges => expression switch
    {
        BoundPredicate predicate => RangeTest.MayMatch(predicate, ranges.Of(predicate.Term.Field)),
        AndExpression both => MayMatch(both.Left, ranges) && MayMatch(both.Right, ranges),
        OrExpression either => MayMatch(either.Left, ranges) || MayMatch(either.Right, ranges),
        TrueExpression => true,
        FalseExpression => false,
        _ => throw new UnreachableException(),
    };

    static bool AllMatch<T>(Expression expression, in T ranges)
        where T : struct, IRanges => expression switch
    {
        BoundPredicate predicate => RangeTest.AllMatch(predicate, ranges.Of(predicate.Term.Field)),
        AndExpression both => AllMatch(both.Left, ranges) && AllMatch(both.Right, ranges),
        OrExpression either => AllMatch(either.Left, ranges) || AllMatch(either.Right, ranges),
        TrueExpression => true,
        FalseExpression => false,
        _ => throw new UnreachableException(),
    };
}
