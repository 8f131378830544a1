using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Partitioning;

/// <summary>A transform that this library does not know: kept and written back, ignored in filtering, not to be written with.</summary>
public sealed record UnknownTransform(string Text) : Transform
{
    public override bool Accepts(IcebergType source) => true;

    public override IcebergType ResultType(IcebergType source) => IcebergType.String;

    public override object? Apply(IcebergType source, object? value) =>
        throw IcebergException.Unsupported($"Cannot apply unsupported transform: {Text}. Tables that partition by it can be read, not written");

    public override string ToHuman(IcebergType source, object? result) => result?.ToString() ?? "null";

    public override string ToString() => Text;
}
