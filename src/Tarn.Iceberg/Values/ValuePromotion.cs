using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Values;

/// <summary>Values that were written for a type which was promoted since. Spec: "Schema Evolution".</summary>
public static class ValuePromotion
{
    /// <summary>The in-memory form that <paramref name="type"/> has now; the value itself where nothing was promoted.</summary>
    public static object? To(IcebergType type, object? value) => (type.Kind, value) switch
    {
        (TypeKind.Long, int number) => (long)number,
        (TypeKind.Double, float number) => (double)number,
        (TypeKind.Timestamp, int days) => days * TemporalText.MicrosPerDay,
        (TypeKind.TimestampNs, int days) => (long)Int128.Clamp((Int128)days * TemporalText.NanosPerDay, long.MinValue, long.MaxValue),
        _ => value,
    };
}
