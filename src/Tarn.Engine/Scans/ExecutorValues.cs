using Tarn.Engine.Native;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Scans;

/// <summary>Values of the table format's memory form as <see cref="ColumnWriter"/> takes them.</summary>
static class ExecutorValues
{
    /// <summary>A primitive value; types that were promoted since have the new type's form.</summary>
    public static object? Of(IcebergType type, object? value) => ValuePromotion.To(type, value) switch
    {
        IcebergDecimal d => new DecimalValue((Int128)d.Unscaled, (byte)((DecimalType)type).Precision, (byte)d.Scale),
        var other => other,
    };
}
