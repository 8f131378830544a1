using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

/// <summary>What is known of a set of values: of a column in a file, or of a partition field over a manifest. Flags err to the safe side.</summary>
internal readonly record struct ValueRange
{
    public bool MayContainNull { get; init; }

    public bool AllNull { get; init; }

    public bool MayContainNaN { get; init; }

    public bool AllNaN { get; init; }

    public ReadOnlyMemory<byte>? Lower { get; init; }

    public ReadOnlyMemory<byte>? Upper { get; init; }

    public static ValueRange Of(in FieldMetrics metrics, IcebergType type)
    {
        var floating = type.Kind is TypeKind.Float or TypeKind.Double;
        return new ValueRange
        {
            MayContainNull = metrics.NullCount is null or not 0,
            AllNull = metrics.ValueCount is { } values && metrics.NullCount == values,
            MayContainNaN = floating && metrics.NaNCount is null or not 0,
            AllNaN = metrics.NaNCount is { } nans && metrics.ValueCount == nans,
            Lower = Usable(type, metrics.LowerBound),
            Upper = Usable(type, metrics.UpperBound),
        };
    }

    public static ValueRange Of(in Partitioning.FieldSummary summary, IcebergType type)
    {
        var floating = type.Kind is TypeKind.Float or TypeKind.Double;
        var noBounds = summary.LowerBound is null || IsNoValue(type, summary.LowerBound.Value);
        return new ValueRange
        {
            MayContainNull = summary.ContainsNull,
            // Without bounds there are only nulls and NaNs; which of them, the flags say.
            AllNull = summary.ContainsNull && noBounds && (!floating || summary.ContainsNaN == false),
            MayContainNaN = floating && summary.ContainsNaN != false,
            AllNaN = summary.ContainsNaN == true && !summary.ContainsNull && noBounds,
            Lower = Usable(type, summary.LowerBound),
            Upper = Usable(type, summary.UpperBound),
        };
    }

    /// <summary>A range around both, for <see cref="RangeTest.MayMatch"/>: what does not match it matches neither.</summary>
    public ValueRange Around(in ValueRange other, IcebergType type) => new()
    {
        MayContainNull = MayContainNull || other.MayContainNull,
        AllNull = AllNull && other.AllNull,
        MayContainNaN = MayContainNaN || other.MayContainNaN,
        AllNaN = AllNaN && other.AllNaN,
        Lower = Outer(Lower, AllNull, other.Lower, other.AllNull, type, -1),
        Upper = Outer(Upper, AllNull, other.Upper, other.AllNull, type, 1),
    };

    /// <summary>Values that are all null need no room; others without a bound may be anything.</summary>
    static ReadOnlyMemory<byte>? Outer(ReadOnlyMemory<byte>? a, bool aIsNull, ReadOnlyMemory<byte>? b, bool bIsNull, IcebergType type, int sign)
    {
        if (aIsNull) return b;
        if (bIsNull) return a;
        if (a is not { } one || b is not { } two) return null;
        return Bound.Compare(type, one.Span, two.Span) * sign >= 0 ? a : b;
    }

    /// <summary>Nothing, where the type has no value of no bytes: Tarn's first versions wrote that for partitions that are all null.</summary>
    static bool IsNoValue(IcebergType type, ReadOnlyMemory<byte> bound) => bound.IsEmpty && type.Kind is not (TypeKind.String or TypeKind.Binary or TypeKind.Fixed);

    /// <summary>Bounds of types without order say nothing, and neither do those that old writers computed over NaN.</summary>
    static ReadOnlyMemory<byte>? Usable(IcebergType type, ReadOnlyMemory<byte>? bound) =>
        bound is { } bytes && !IsNoValue(type, bytes) && ValueComparer.IsOrdered(type) && !Bound.IsNaN(type, bytes.Span) ? bound : null;
}
