using System.Diagnostics;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Expressions;

/// <summary>Decides by column statistics whether a file may hold matching rows, or holds nothing else. Spec: "Scan Planning".</summary>
/// <remarks>Made once a scan; safe to use from several threads.</remarks>
public sealed class MetricsEvaluator
{
    readonly Expression _filter;

    public MetricsEvaluator(Schema schema, Expression filter, bool caseSensitive = true) =>
        _filter = filter.PushDownNot().Bind(schema, caseSensitive);

    /// <summary>False where no row of the file matches (the inclusive evaluation).</summary>
    public bool MayMatch(IFileMetrics file) => file.RecordCount != 0 && MayMatch(_filter, file);

    /// <summary>True where every row of the file matches (the strict evaluation): the file may be dropped as a whole.</summary>
    public bool AllMatch(IFileMetrics file) => file.RecordCount == 0 || AllMatch(_filter, file);

    static bool MayMatch(Expression expression, IFileMetrics file) => expression switch
    {
        BoundPredicate predicate => RangeTest.MayMatch(predicate, ValueRange.Of(file.MetricsOf(predicate.Term.Field.Id), predicate.Term.Field.Type)),
        AndExpression both => MayMatch(both.Left, file) && MayMatch(both.Right, file),
        OrExpression either => MayMatch(either.Left, file) || MayMatch(either.Right, file),
        TrueExpression => true,
        FalseExpression => false,
        _ => throw new UnreachableException(),
    };

    static bool AllMatch(Expression expression, IFileMetrics file) => expression switch
    {
        BoundPredicate predicate => RangeTest.AllMatch(predicate, ValueRange.Of(file.MetricsOf(predicate.Term.Field.Id), predicate.Term.Field.Type)),
        AndExpression both => AllMatch(both.Left, file) && AllMatch(both.Right, file),
        OrExpression either => AllMatch(either.Left, file) || AllMatch(either.Right, file),
        TrueExpression => true,
        FalseExpression => false,
        _ => throw new UnreachableException(),
    };
}
