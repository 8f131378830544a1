using System.Numerics;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Manifests;

/// <summary>Brings a partition value, as its writer encoded it, to the type that its partition field has now.</summary>
internal static class PartitionValue
{
    public static object? Promote(object? value, IcebergType type) => (value, type.Kind) switch
    {
        // Iceberg marks decimals and uuids by logical types; writers that leave the mark out still mean the column's type.
        (byte[] bytes, TypeKind.Decimal) => new IcebergDecimal(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), ((DecimalType)type).Scale),
        (byte[] { Length: 16 } bytes, TypeKind.Uuid) => new Guid(bytes, bigEndian: true),
        (string text, TypeKind.Uuid) when Guid.TryParse(text, out var uuid) => uuid,
        _ => ValuePromotion.To(type, value),
    };
}
