using System.Numerics;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Partitioning;

/// <summary><c>truncate[W]</c>: numbers rounded down to a multiple of W, strings to W code points, binaries to W bytes. Spec: "Truncate Transform Details".</summary>
public sealed record TruncateTransform : Transform
{
    internal TruncateTransform(int width)
    {
        if (width <= 0) throw IcebergException.Invalid($"Invalid truncate width: {width} (must be > 0)");
        Width = width;
    }

    public int Width { get; }

    public override bool PreservesOrder => true;

    public override bool Accepts(IcebergType source) =>
        source.Kind is TypeKind.Int or TypeKind.Long or TypeKind.Decimal or TypeKind.String or TypeKind.Binary;

    public override IcebergType ResultType(IcebergType source) => source;

    public override object? Apply(IcebergType source, object? value) => value switch
    {
        null => null,
        // Below the type's least multiple the reference wraps around; so do we, or files would land in different partitions.
        int number => unchecked(number - ((number % Width + Width) % Width)),
        long number => unchecked(number - ((number % Width + Width) % Width)),
        IcebergDecimal number => number with { Unscaled = number.Unscaled - Remainder(number.Unscaled) },
        string text => BoundTruncation.Lower(text, Width),
        byte[] bytes => BoundTruncation.Lower(bytes, Width),
        _ => throw IcebergException.Invalid($"Cannot truncate a {value.GetType().Name}"),
    };

    public override string ToString() => $"truncate[{Width}]";

    internal override Predicate? Project(string name, BoundPredicate predicate) =>
        predicate.Operator is PredicateOperator.StartsWith or PredicateOperator.NotStartsWith
            ? PrefixProjection.Inclusive(this, name, predicate)
            : OrderedProjection.Inclusive(this, name, predicate, wasRoundedToZero: false);

    internal override Predicate? ProjectStrict(string name, BoundPredicate predicate) =>
        predicate.Operator is PredicateOperator.StartsWith or PredicateOperator.NotStartsWith
            ? PrefixProjection.Strict(this, name, predicate)
            : OrderedProjection.Strict(this, name, predicate, wasRoundedToZero: false);

    BigInteger Remainder(BigInteger number)
    {
        var remainder = BigInteger.Remainder(number, Width);
        return remainder.Sign < 0 ? remainder + Width : remainder;
    }
}
