using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Iceberg.Statistics;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Statistics;

/// <summary>Counts a column's different values as they stream by, in the executor's own memory. Nulls are no values.</summary>
/// <param name="type">The column's type: one that <see cref="Counts"/> says yes to.</param>
internal sealed class ColumnSketch(IcebergType type)
{
    readonly ThetaSketchBuilder _sketch = new();

    /// <summary>Whether values of the type can be counted: those with a single-value serialization that the executor holds (spec: Appendix D).</summary>
    public static bool Counts(IcebergType type) => type.IsPrimitive && type.Kind is not (TypeKind.Variant or TypeKind.Geometry or TypeKind.Geography);

    /// <summary>What was counted; as the reference's aggregation ends, in a union, which keeps no more hashes than it must.</summary>
    public ThetaSketch ToSketch() => ThetaSketch.Union(_sketch.ToSketch());

    public void Add(ColumnVector column)
    {
        switch (type.Kind)
        {
            case TypeKind.Unknown:
                break;
            case TypeKind.Boolean:
                AddFixed(column, column.Values<byte>());
                break;
            case TypeKind.Int or TypeKind.Date or TypeKind.Float:
                AddFixed(column, column.Values<int>());
                break;
            case TypeKind.Decimal:
                AddDecimals(column);
                break;
            case TypeKind.Uuid:
                AddUuids(column);
                break;
            case TypeKind.String or TypeKind.Fixed or TypeKind.Binary:
                for (var row = 0; row < column.Length; row++)
                    if (!column.IsNull(row)) _sketch.Add(column.Bytes(row));
                break;
            default:
                AddFixed(column, column.Values<long>());
                break;
        }
    }

    /// <summary>Values that lie in memory as they are serialized: little-endian.</summary>
    void AddFixed<T>(ColumnVector column, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        var width = bytes.Length / Math.Max(values.Length, 1);
        for (var row = 0; row < values.Length; row++)
            if (column.HasNoNulls || !column.IsNull(row)) _sketch.Add(bytes.Slice(row * width, width));
    }

    void AddDecimals(ColumnVector column)
    {
        for (var row = 0; row < column.Length; row++)
            if (!column.IsNull(row)) AddDecimal(ColumnValue.Unscaled(column, row));
    }

    /// <summary>Two's complement, big-endian, in as few bytes as hold the value and its sign.</summary>
    void AddDecimal(Int128 unscaled)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, unscaled);
        var sign = unscaled < 0 ? (byte)0xff : (byte)0;
        var start = 0;
        while (start < 15 && bytes[start] == sign && (bytes[start + 1] & 0x80) == (sign & 0x80)) start++;
        _sketch.Add(bytes[start..]);
    }

    /// <summary>The executor flips the first bit, so that its signed numbers sort as uuids do.</summary>
    void AddUuids(ColumnVector column)
    {
        Span<byte> bytes = stackalloc byte[16];
        var values = column.Values<Int128>();
        for (var row = 0; row < values.Length; row++)
        {
            if (column.IsNull(row)) continue;
            BinaryPrimitives.WriteInt128BigEndian(bytes, values[row] ^ (Int128.One << 127));
            _sketch.Add(bytes);
        }
    }
}
