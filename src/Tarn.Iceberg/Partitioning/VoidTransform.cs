using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Partitioning;

/// <summary><c>void</c>: always null; what a dropped partition field of a v1 table becomes.</summary>
public sealed record VoidTransform : Transform
{
    public override bool Accepts(IcebergType source) => true;

    public override IcebergType ResultType(IcebergType source) => source;

    public override object? Apply(IcebergType source, object? value) => null;

    public override string ToHuman(IcebergType source, object? result) => "null";

    public override string ToString() => "void";
}
