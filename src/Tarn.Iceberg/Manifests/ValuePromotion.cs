using System.Numerics;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Manifests;

/// <summary>Brings values that were written before a column was promoted to the column's type of today. Spec: "Schema Evolution".</summary>
internal static class ValuePromotion
{
    public static object? Promote(object? value, IcebergType type) => (value, type.Kind) switch
    {
        (int number, TypeKind.Long or TypeKind.Time) => (long)number,
        (int days, TypeKind.Timestamp) => days * 86_400_000_000L,
        (int days, TypeKind.TimestampNs) => (long)Int128.Clamp((Int128)days * 86_400_000_000_000L, long.MinValue, long.MaxValue),
        (float number, TypeKind.Double) => (double)number,
        // Iceberg stores decimals as fixed; a plain fixed or bytes value under a decimal column is its unscaled value.
        (byte[] bytes, TypeKind.Decimal) => new IcebergDecimal(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), ((DecimalType)type).Scale),
        (byte[] { Length: 16 } bytes, TypeKind.Uuid) => new Guid(bytes, bigEndian: true),
        (string text, TypeKind.Uuid) when Guid.TryParse(text, out var uuid) => uuid,
        _ => value,
    };
}
