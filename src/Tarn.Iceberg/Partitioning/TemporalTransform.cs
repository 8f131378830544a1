using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Partitioning;

/// <summary>The unit of a <see cref="TemporalTransform"/>.</summary>
public enum TemporalUnit
{
    Year,
    Month,
    Day,
    Hour,
}

/// <summary><c>year</c>, <c>month</c>, <c>day</c>, <c>hour</c>: whole units since 1970, rounded down.</summary>
public sealed record TemporalTransform(TemporalUnit Unit) : Transform
{
    const long MicrosPerHour = 3_600_000_000L;
    const long NanosPerHour = 3_600_000_000_000L;

    public override bool PreservesOrder => true;

    public override bool Accepts(IcebergType source) => source.Kind switch
    {
        TypeKind.Date => Unit != TemporalUnit.Hour,
        TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs => true,
        _ => false,
    };

    public override IcebergType ResultType(IcebergType source) => Unit == TemporalUnit.Day ? IcebergType.Date : IcebergType.Int;

    public override object? Apply(IcebergType source, object? value)
    {
        if (value is null) return null;
        if (Unit == TemporalUnit.Hour)
            return (int)TemporalText.FloorDiv((long)value, IsNanos(source) ? NanosPerHour : MicrosPerHour);
        var days = value is int date ? date : (int)TemporalText.FloorDiv((long)value, IsNanos(source) ? TemporalText.NanosPerDay : TemporalText.MicrosPerDay);
        if (Unit == TemporalUnit.Day) return days;
        var (year, month, _) = TemporalText.ToCivil(days);
        return Unit == TemporalUnit.Year ? year - 1970 : (year - 1970) * 12 + month - 1;
    }

    public override string ToHuman(IcebergType source, object? result)
    {
        if (result is not int count) return "null";
        switch (Unit)
        {
            case TemporalUnit.Year:
                return TemporalText.Year(1970 + count);
            case TemporalUnit.Month:
                var year = (int)TemporalText.FloorDiv(count, 12);
                return $"{TemporalText.Year(1970 + year)}-{count - year * 12 + 1:D2}";
            case TemporalUnit.Day:
                return TemporalText.Date(count);
            default:
                var day = (int)TemporalText.FloorDiv(count, 24);
                return $"{TemporalText.Date(day)}-{count - day * 24:D2}";
        }
    }

    public override string ToString() => Unit.ToString().ToLowerInvariant();

    internal override Predicate? Project(string name, BoundPredicate predicate) => OrderedProjection.Inclusive(this, name, predicate, WasRoundedUp(predicate));

    internal override Predicate? ProjectStrict(string name, BoundPredicate predicate) => OrderedProjection.Strict(this, name, predicate, WasRoundedUp(predicate));

    static bool IsNanos(IcebergType source) => source.Kind is TypeKind.TimestampNs or TypeKind.TimestamptzNs;

    /// <summary>Writers before Iceberg 0.11 rounded values before 1970 towards zero: such a partition value may be one too great. Days of dates are whole.</summary>
    bool WasRoundedUp(BoundPredicate predicate) => !(Unit == TemporalUnit.Day && predicate.Term.Type.Kind == TypeKind.Date);
}
