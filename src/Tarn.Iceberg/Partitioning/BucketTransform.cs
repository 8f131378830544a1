using System.Collections.Immutable;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Partitioning;

/// <summary><c>bucket[N]</c>: hash modulo N. Spec: "Bucket Transform Details".</summary>
public sealed record BucketTransform : Transform
{
    internal BucketTransform(int buckets)
    {
        if (buckets <= 0) throw IcebergException.Invalid($"Invalid number of buckets: {buckets} (must be > 0)");
        Buckets = buckets;
    }

    public int Buckets { get; }

    public override bool Accepts(IcebergType source) => source.Kind is TypeKind.Int or TypeKind.Long or TypeKind.Decimal or TypeKind.Date
        or TypeKind.Time or TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs
        or TypeKind.String or TypeKind.Uuid or TypeKind.Fixed or TypeKind.Binary;

    public override IcebergType ResultType(IcebergType source) => IcebergType.Int;

    public override object? Apply(IcebergType source, object? value) =>
        value is null ? null : (Murmur3.Hash(source, value) & int.MaxValue) % Buckets;

    public override string ToString() => $"bucket[{Buckets}]";

    internal override Predicate? Project(string name, BoundPredicate predicate) => predicate.Operator switch
    {
        PredicateOperator.IsNull or PredicateOperator.NotNull => predicate.Over(name),
        PredicateOperator.Eq or PredicateOperator.In => Hashed(name, predicate),
        _ => null,
    };

    internal override Predicate? ProjectStrict(string name, BoundPredicate predicate) => predicate.Operator switch
    {
        PredicateOperator.IsNull or PredicateOperator.NotNull => predicate.Over(name),
        PredicateOperator.NotEq or PredicateOperator.NotIn => Hashed(name, predicate),
        _ => null,
    };

    Predicate Hashed(string name, BoundPredicate predicate) =>
        predicate.Over(name, predicate.Literals.Select(literal => Apply(predicate.Term.Type, literal)!).ToImmutableArray());
}
