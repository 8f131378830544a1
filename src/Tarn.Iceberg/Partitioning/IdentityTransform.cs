using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Partitioning;

/// <summary><c>identity</c>: the value itself.</summary>
public sealed record IdentityTransform : Transform
{
    public override bool PreservesOrder => true;

    public override bool Accepts(IcebergType source) => source is PrimitiveType and not (GeometryType or GeographyType);

    public override IcebergType ResultType(IcebergType source) => source;

    public override object? Apply(IcebergType source, object? value) => value;

    public override string ToString() => "identity";

    internal override Predicate? Project(string name, BoundPredicate predicate) => ProjectStrict(name, predicate);

    internal override Predicate? ProjectStrict(string name, BoundPredicate predicate) => predicate.Over(name);
}
