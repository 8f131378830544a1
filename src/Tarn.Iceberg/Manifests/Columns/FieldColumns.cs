using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Manifests.Columns;

/// <summary>What a manifest says of one column, for all its live files.</summary>
internal sealed class FieldColumns
{
    readonly int _count;
    readonly CountColumn _values;
    readonly CountColumn _nulls;
    readonly CountColumn _nans;
    readonly BoundColumn _lower;
    readonly BoundColumn _upper;
    Summary? _summary;

    FieldColumns(int fieldId, int count, CountColumn values, CountColumn nulls, CountColumn nans, BoundColumn lower, BoundColumn upper) =>
        (FieldId, _count, _values, _nulls, _nans, _lower, _upper) = (fieldId, count, values, nulls, nans, lower, upper);

    sealed record Summary(IcebergType Type, ValueRange Range);

    public int FieldId { get; }

    public long HeldBytes => 128 + _values.HeldBytes + _nulls.HeldBytes + _nans.HeldBytes + _lower.HeldBytes + _upper.HeldBytes;

    public ValueRange RangeOf(int index, IcebergType type) => ValueRange.Of(new FieldMetrics(_values[index], _nulls[index], _nans[index], _lower[index], _upper[index]), type);

    /// <summary>One range around those of all files: what does not match it matches no file.</summary>
    public ValueRange RangeOfAll(IcebergType type)
    {
        var known = Volatile.Read(ref _summary);
        if (known is not null && known.Type == type) return known.Range;
        var range = _count == 0 ? default : RangeOf(0, type);
        for (var i = 1; i < _count; i++) range = range.Around(RangeOf(i, type), type);
        Volatile.Write(ref _summary, new Summary(type, range));
        return range;
    }

    /// <summary>For each file whether a row of it may match. False where <see cref="RangeTest"/> says so.</summary>
    public bool[] MayMatch(BoundPredicate predicate)
    {
        var result = new bool[_count];
        if (TryCompare(predicate, result)) return result;
        var type = predicate.Term.Field.Type;
        for (var i = 0; i < result.Length; i++) result[i] = RangeTest.MayMatch(predicate, RangeOf(i, type));
        return result;
    }

    /// <summary>The usual case at full speed: whole numbers, bounds everywhere, and the same counts of nulls in all files.</summary>
    bool TryCompare(BoundPredicate predicate, bool[] result)
    {
        if (result.Length == 0 || !predicate.Term.IsReference || !_values.IsSame || !_nulls.IsSame || !_nans.IsSame) return false;
        if (RangeOf(0, predicate.Term.Field.Type) is { AllNull: true } or { AllNaN: true }) return false;
        return predicate switch
        {
            { Term.Field.Type.Kind: TypeKind.Int or TypeKind.Date, Literals: [int literal] } => NumberBounds.TryCompare(predicate.Operator, literal, _lower, _upper, result),
            { Term.Field.Type.Kind: TypeKind.Long or TypeKind.Time or TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs, Literals: [long literal] } =>
                NumberBounds.TryCompare(predicate.Operator, literal, _lower, _upper, result),
            _ => false,
        };
    }

    internal sealed class Builder(int fieldId)
    {
        readonly CountColumn.Builder _values = new();
        readonly CountColumn.Builder _nulls = new();
        readonly CountColumn.Builder _nans = new();
        readonly BoundColumn.Builder _lower = new();
        readonly BoundColumn.Builder _upper = new();
        int _count;

        public void Add(DataFile file)
        {
            var metrics = file.MetricsOf(fieldId);
            _values.Add(metrics.ValueCount);
            _nulls.Add(metrics.NullCount);
            _nans.Add(metrics.NaNCount);
            _lower.Add(metrics.LowerBound);
            _upper.Add(metrics.UpperBound);
            _count++;
        }

        public FieldColumns Build() => new(fieldId, _count, _values.Build(), _nulls.Build(), _nans.Build(), _lower.Build(), _upper.Build());
    }
}
