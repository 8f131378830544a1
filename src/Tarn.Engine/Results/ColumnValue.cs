using System.Buffers.Binary;
using Tarn.Engine.Native;
using Tarn.Engine.Results.Variants;

namespace Tarn.Engine.Results;

/// <summary>One value as a .NET object, exact for every type: for tests, small answers and canonical forms. Bulk code reads <see cref="ColumnVector"/> in place.</summary>
/// <remarks>
/// BOOLEAN bool · integers sbyte … ulong, Int128, UInt128 · FLOAT float, DOUBLE double · DECIMAL <see cref="DecimalValue"/> · VARCHAR, ENUM string · BLOB, BIGNUM, GEOMETRY byte[] · BIT string of 0 and 1 ·
/// UUID Guid · DATE int days · TIME long micros · TIME_NS long nanos · TIMETZ ulong bits · TIMESTAMP, TIMESTAMPTZ long micros, TIMESTAMP_S/_MS/_NS long in their unit · INTERVAL <see cref="Interval"/> ·
/// LIST, ARRAY object?[] · STRUCT object?[] in field order · MAP KeyValuePair&lt;object?, object?&gt;[] · UNION KeyValuePair&lt;string, object?&gt; · VARIANT <see cref="VariantValue"/>.
/// </remarks>
public static class ColumnValue
{
    public static object? Read(ColumnVector column, int row)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.IsNull(row) ? null : column.Type.Id switch
        {
            TypeId.Boolean => column.Values<byte>()[row] != 0,
            TypeId.TinyInt => column.Values<sbyte>()[row],
            TypeId.SmallInt => column.Values<short>()[row],
            TypeId.Integer or TypeId.Date => column.Values<int>()[row],
            TypeId.UTinyInt => column.Values<byte>()[row],
            TypeId.USmallInt => column.Values<ushort>()[row],
            TypeId.UInteger => column.Values<uint>()[row],
            TypeId.UBigInt or TypeId.TimeTz => column.Values<ulong>()[row],
            TypeId.BigInt or TypeId.Time or TypeId.TimeNs or TypeId.Timestamp or TypeId.TimestampTz or TypeId.TimestampS or TypeId.TimestampMs or TypeId.TimestampNs =>
                column.Values<long>()[row],
            TypeId.HugeInt => column.Values<Int128>()[row],
            TypeId.UHugeInt => column.Values<UInt128>()[row],
            TypeId.Float => column.Values<float>()[row],
            TypeId.Double => column.Values<double>()[row],
            TypeId.Decimal => new DecimalValue(Unscaled(column, row), column.Type.Width, column.Type.Scale),
            TypeId.Varchar => column.Text(row),
            TypeId.Enum => EnumText(column, row),
            TypeId.Blob or TypeId.BigNum or TypeId.Geometry => column.Bytes(row).ToArray(),
            TypeId.Bit => BitText(column.Bytes(row)),
            TypeId.Uuid => Uuid(column, row),
            TypeId.Interval => column.Values<Interval>()[row],
            TypeId.List or TypeId.Array => Elements(column, row),
            TypeId.Struct => Fields(column, row),
            TypeId.Map => Pairs(column, row),
            TypeId.Union => Member(column, row),
            TypeId.Variant => VariantReader.Read(column, row),
            TypeId.SqlNull => null,
            _ => throw new EngineException(EngineErrorKind.NotSupported, $"A value of type {column.Type} cannot be read yet; cast it to a type that can."),
        };
    }

    /// <summary>A DECIMAL's digits, whatever width it is stored in.</summary>
    public static Int128 Unscaled(ColumnVector column, int row)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Type.Width switch
        {
            <= 4 => column.Values<short>()[row],
            <= 9 => column.Values<int>()[row],
            <= 18 => column.Values<long>()[row],
            _ => column.Values<Int128>()[row],
        };
    }

    public static string EnumText(ColumnVector column, int row)
    {
        ArgumentNullException.ThrowIfNull(column);
        var values = column.Type.EnumValues;
        var code = values.Length switch
        {
            <= 0xFF => column.Values<byte>()[row],
            <= 0xFFFF => column.Values<ushort>()[row],
            _ => (int)column.Values<uint>()[row],
        };
        return values[code];
    }

    /// <summary>Stored with the highest bit flipped, so that signed order is the order of the text.</summary>
    public static Guid Uuid(ColumnVector column, int row)
    {
        ArgumentNullException.ThrowIfNull(column);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, column.Values<Int128>()[row] ^ (Int128.One << 127));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The first byte counts the padding bits, which stand first in the second.</summary>
    internal static string BitText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2) return "";
        var padding = bytes[0];
        var text = new char[((bytes.Length - 1) * 8) - padding];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i + padding;
            text[i] = (bytes[1 + (bit >> 3)] & (0x80 >> (bit & 7))) != 0 ? '1' : '0';
        }
        return new string(text);
    }

    static object?[] Elements(ColumnVector column, int row)
    {
        var (offset, length) = column.Entry(row);
        var child = column.Child(0);
        var values = new object?[length];
        for (var i = 0; i < length; i++) values[i] = Read(child, offset + i);
        return values;
    }

    static object?[] Fields(ColumnVector column, int row)
    {
        var values = new object?[column.Type.Fields.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Read(column.Child(i), row);
        return values;
    }

    static KeyValuePair<object?, object?>[] Pairs(ColumnVector column, int row)
    {
        var (offset, length) = column.Entry(row);
        var pairs = new KeyValuePair<object?, object?>[length];
        for (var i = 0; i < length; i++) pairs[i] = new(Read(column.Child(0), offset + i), Read(column.Child(1), offset + i));
        return pairs;
    }

    static KeyValuePair<string, object?> Member(ColumnVector column, int row)
    {
        var tag = column.UnionTag(row);
        return new(column.Type.Fields[tag].Name, Read(column.Child(tag), row));
    }
}
