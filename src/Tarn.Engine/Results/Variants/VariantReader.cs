using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results.Variants;

/// <summary>Reads a row of a VARIANT column as a value of ours.</summary>
static class VariantReader
{
    public static VariantValue Read(ColumnVector column, int row)
    {
        var variant = new VariantRow(column, row);
        return variant.HasValue ? Value(ref variant, 0) : VariantValue.Null;
    }

    static VariantValue Value(ref VariantRow row, int index)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var kind = row.Kind(index);
        return new VariantValue(kind, kind switch
        {
            VariantKind.Null => null,
            VariantKind.True or VariantKind.False => kind is VariantKind.True,
            VariantKind.Object => Object(ref row, index),
            VariantKind.Array => Array(ref row, index),
            VariantKind.Decimal => VariantRow.Decimal(row.Data(index)),
            VariantKind.Varchar => Encoding.UTF8.GetString(VariantRow.Bytes(row.Data(index))),
            VariantKind.Blob or VariantKind.BigNum or VariantKind.BitString or VariantKind.Geometry => VariantRow.Bytes(row.Data(index)).ToArray(),
            VariantKind.Uuid => Uuid(row.Data(index)),
            _ => Number(kind, row.Data(index)),
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
            or VariantKind.TimestampNanos or VariantKind.TimestampMicrosTz or VariantKind.TimestampNanosTz => BinaryPrimitives.ReadInt64LittleEndian(data),
        _ => throw new EngineException(EngineErrorKind.NotSupported, $"A variant holds a value of the executor's kind {(int)kind}, which cannot be read yet; cast it to a type that can."),
    };

    static ImmutableArray<KeyValuePair<string, VariantValue>> Object(ref VariantRow row, int index)
    {
        var (count, first) = row.Children(index);
        if (count == 0) return [];
        var members = new KeyValuePair<string, VariantValue>[count];
        for (var i = 0; i < count; i++) members[i] = new(row.KeyText(row.ChildKey(first + i)), Value(ref row, row.ChildValue(first + i)));
        System.Array.Sort(members, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return [.. members];
    }

    static ImmutableArray<VariantValue> Array(ref VariantRow row, int index)
    {
        var (count, first) = row.Children(index);
        if (count == 0) return [];
        var elements = new VariantValue[count];
        for (var i = 0; i < count; i++) elements[i] = Value(ref row, row.ChildValue(first + i));
        return [.. elements];
    }

    static Guid Uuid(ReadOnlySpan<byte> data)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, BinaryPrimitives.ReadInt128LittleEndian(data) ^ (Int128.One << 127));
        return new Guid(bytes, bigEndian: true);
    }
}
