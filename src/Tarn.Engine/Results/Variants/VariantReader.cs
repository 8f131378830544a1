using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results.Variants;

/// <summary>Reads a row of a VARIANT column from the executor's memory.</summary>
/// <remarks>
/// A row is a struct of four: <c>keys</c> (the names), <c>children</c> (pairs of an index into the keys and one into the values), <c>values</c> (kind and offset; the first is the row's
/// own), and <c>data</c>, the bytes: numbers little-endian, lengths as varints, of an object or array the count of its children and, where there are any, the index of the first.
/// </remarks>
readonly ref struct VariantReader
{
    readonly ColumnVector _keys;
    readonly ColumnVector _children;
    readonly ColumnVector _values;
    readonly int _firstKey;
    readonly int _firstChild;
    readonly int _firstValue;
    readonly int _valueCount;
    readonly ReadOnlySpan<byte> _data;

    VariantReader(ColumnVector column, int row)
    {
        _keys = column.Child(0).Child(0);
        _children = column.Child(1).Child(0);
        _values = column.Child(2).Child(0);
        _firstKey = column.Child(0).Entry(row).Offset;
        _firstChild = column.Child(1).Entry(row).Offset;
        (_firstValue, _valueCount) = column.Child(2).Entry(row);
        _data = column.Child(3).Bytes(row);
    }

    public static VariantValue Read(ColumnVector column, int row)
    {
        var reader = new VariantReader(column, row);
        return reader._valueCount == 0 ? VariantValue.Null : reader.Value(0);
    }

    VariantValue Value(int index)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var kind = (VariantKind)_values.Child(0).Values<byte>()[_firstValue + index];
        var data = _data[(int)_values.Child(1).Values<uint>()[_firstValue + index]..];
        return new VariantValue(kind, kind switch
        {
            VariantKind.Null => null,
            VariantKind.True or VariantKind.False => kind is VariantKind.True,
            VariantKind.Object => Object(data),
            VariantKind.Array => Array(data),
            VariantKind.Decimal => Decimal(data),
            VariantKind.Varchar => Encoding.UTF8.GetString(Bytes(data)),
            VariantKind.Blob or VariantKind.BigNum or VariantKind.BitString or VariantKind.Geometry => Bytes(data).ToArray(),
            VariantKind.Uuid => Uuid(data),
            _ => Number(kind, data),
        });
    }

    static object Number(VariantKind kind, ReadOnlySpan<byte> data) => kind switch
    {
        VariantKind.Int8 => (sbyte)data[0],
        VariantKind.UInt8 => data[0],
        VariantKind.Int16 => BinaryPrimitives.ReadInt16LittleEndian(data),
        VariantKind.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(data),
        VariantKind.Int32 or VariantKind.Date => BinaryPrimitives.ReadInt32LittleEndian(data),
        VariantKind.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(data),
        VariantKind.UInt64 or VariantKind.TimeMicrosTz => BinaryPrimitives.ReadUInt64LittleEndian(data),
        VariantKind.Int128 => BinaryPrimitives.ReadInt128LittleEndian(data),
        VariantKind.UInt128 => BinaryPrimitives.ReadUInt128LittleEndian(data),
        VariantKind.Float => BinaryPrimitives.ReadSingleLittleEndian(data),
        VariantKind.Double => BinaryPrimitives.ReadDoubleLittleEndian(data),
        VariantKind.Interval => new Interval(BinaryPrimitives.ReadInt32LittleEndian(data), BinaryPrimitives.ReadInt32LittleEndian(data[4..]), BinaryPrimitives.ReadInt64LittleEndian(data[8..])),
        VariantKind.Int64 or VariantKind.TimeMicros or VariantKind.TimeNanos or VariantKind.TimestampSeconds or VariantKind.TimestampMillis or VariantKind.TimestampMicros
            or VariantKind.TimestampNanos or VariantKind.TimestampMicrosTz => BinaryPrimitives.ReadInt64LittleEndian(data),
        _ => throw new EngineException(EngineErrorKind.NotSupported, $"A variant holds a value of the executor's kind {(int)kind}, which cannot be read yet; cast it to a type that can."),
    };

    ImmutableArray<KeyValuePair<string, VariantValue>> Object(ReadOnlySpan<byte> data)
    {
        var count = Varint(ref data);
        if (count == 0) return [];
        var first = _firstChild + Varint(ref data);
        var members = new KeyValuePair<string, VariantValue>[count];
        for (var i = 0; i < count; i++)
        {
            var key = (int)_children.Child(0).Values<uint>()[first + i];
            members[i] = new(_keys.Text(_firstKey + key), Value((int)_children.Child(1).Values<uint>()[first + i]));
        }
        System.Array.Sort(members, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return [.. members];
    }

    ImmutableArray<VariantValue> Array(ReadOnlySpan<byte> data)
    {
        var count = Varint(ref data);
        if (count == 0) return [];
        var first = _firstChild + Varint(ref data);
        var elements = new VariantValue[count];
        for (var i = 0; i < count; i++) elements[i] = Value((int)_children.Child(1).Values<uint>()[first + i]);
        return [.. elements];
    }

    static DecimalValue Decimal(ReadOnlySpan<byte> data)
    {
        var width = (byte)Varint(ref data);
        var scale = (byte)Varint(ref data);
        Int128 unscaled = width switch
        {
            <= 4 => BinaryPrimitives.ReadInt16LittleEndian(data),
            <= 9 => BinaryPrimitives.ReadInt32LittleEndian(data),
            <= 18 => BinaryPrimitives.ReadInt64LittleEndian(data),
            _ => BinaryPrimitives.ReadInt128LittleEndian(data),
        };
        return new DecimalValue(unscaled, width, scale);
    }

    static Guid Uuid(ReadOnlySpan<byte> data)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, BinaryPrimitives.ReadInt128LittleEndian(data) ^ (Int128.One << 127));
        return new Guid(bytes, bigEndian: true);
    }

    static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> data)
    {
        var length = Varint(ref data);
        return data[..length];
    }

    static int Varint(ref ReadOnlySpan<byte> data)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = data[0];
            data = data[1..];
            value |= (next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
