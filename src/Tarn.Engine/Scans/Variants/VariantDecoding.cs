using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Results.Variants;

namespace Tarn.Engine.Scans.Variants;

/// <summary>Reads values from the bytes of variants (VariantEncoding.md) that <see cref="VariantBytes"/> has checked.</summary>
readonly ref struct VariantDecoding(ReadOnlySpan<byte> metadata)
{
    readonly ReadOnlySpan<byte> _metadata = metadata;

    public VariantValue Read(ReadOnlySpan<byte> value)
    {
        var header = value[0] >> 2;
        return (value[0] & 3) switch
        {
            0 => Primitive((VariantPrimitive)header, value[1..]),
            1 => new VariantValue(VariantKind.Varchar, Encoding.UTF8.GetString(value.Slice(1, header))),
            2 => Object(value[1..], countWidth: (header & 16) != 0 ? 4 : 1, idWidth: ((header >> 2) & 3) + 1, offsetWidth: (header & 3) + 1),
            _ => Array(value[1..], countWidth: (header & 4) != 0 ? 4 : 1, offsetWidth: (header & 3) + 1),
        };
    }

    VariantValue Object(ReadOnlySpan<byte> data, int countWidth, int idWidth, int offsetWidth)
    {
        var count = Number(data, countWidth);
        var ids = data[countWidth..];
        var offsets = ids[(count * idWidth)..];
        var values = offsets[((count + 1) * offsetWidth)..];
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, VariantValue>>(count);
        for (var i = 0; i < count; i++)
            members.Add(new(Name(Number(ids[(i * idWidth)..], idWidth)), Read(values[Number(offsets[(i * offsetWidth)..], offsetWidth)..])));
        return new VariantValue(VariantKind.Object, members.MoveToImmutable());
    }

    VariantValue Array(ReadOnlySpan<byte> data, int countWidth, int offsetWidth)
    {
        var count = Number(data, countWidth);
        var offsets = data[countWidth..];
        var values = offsets[((count + 1) * offsetWidth)..];
        var elements = ImmutableArray.CreateBuilder<VariantValue>(count);
        for (var i = 0; i < count; i++) elements.Add(Read(values[Number(offsets[(i * offsetWidth)..], offsetWidth)..]));
        return new VariantValue(VariantKind.Array, elements.MoveToImmutable());
    }

    static VariantValue Primitive(VariantPrimitive type, ReadOnlySpan<byte> data) => type switch
    {
        VariantPrimitive.Null => VariantValue.Null,
        VariantPrimitive.True => new(VariantKind.True, true),
        VariantPrimitive.False => new(VariantKind.False, false),
        VariantPrimitive.Int8 => new(VariantKind.Int8, (sbyte)data[0]),
        VariantPrimitive.Int16 => new(VariantKind.Int16, BinaryPrimitives.ReadInt16LittleEndian(data)),
        VariantPrimitive.Int32 => new(VariantKind.Int32, BinaryPrimitives.ReadInt32LittleEndian(data)),
        VariantPrimitive.Int64 => new(VariantKind.Int64, BinaryPrimitives.ReadInt64LittleEndian(data)),
        VariantPrimitive.Float => new(VariantKind.Float, BinaryPrimitives.ReadSingleLittleEndian(data)),
        VariantPrimitive.Double => new(VariantKind.Double, BinaryPrimitives.ReadDoubleLittleEndian(data)),
        VariantPrimitive.Decimal4 => Decimal(BinaryPrimitives.ReadInt32LittleEndian(data[1..]), 9, data[0]),
        VariantPrimitive.Decimal8 => Decimal(BinaryPrimitives.ReadInt64LittleEndian(data[1..]), 18, data[0]),
        VariantPrimitive.Decimal16 => Decimal(BinaryPrimitives.ReadInt128LittleEndian(data[1..]), DecimalValue.MaxWidth, data[0]),
        VariantPrimitive.Date => new(VariantKind.Date, BinaryPrimitives.ReadInt32LittleEndian(data)),
        VariantPrimitive.Time => new(VariantKind.TimeMicros, BinaryPrimitives.ReadInt64LittleEndian(data)),
        VariantPrimitive.TimestampMicros => new(VariantKind.TimestampMicros, BinaryPrimitives.ReadInt64LittleEndian(data)),
        VariantPrimitive.InstantMicros => new(VariantKind.TimestampMicrosTz, BinaryPrimitives.ReadInt64LittleEndian(data)),
        VariantPrimitive.TimestampNanos => new(VariantKind.TimestampNanos, BinaryPrimitives.ReadInt64LittleEndian(data)),
        VariantPrimitive.InstantNanos => new(VariantKind.TimestampNanosTz, BinaryPrimitives.ReadInt64LittleEndian(data)),
        VariantPrimitive.Binary => new(VariantKind.Blob, data.Slice(4, BinaryPrimitives.ReadInt32LittleEndian(data)).ToArray()),
        VariantPrimitive.Text => new(VariantKind.Varchar, Encoding.UTF8.GetString(data.Slice(4, BinaryPrimitives.ReadInt32LittleEndian(data)))),
        _ => new(VariantKind.Uuid, new Guid(data[..16], bigEndian: true)),
    };

    /// <summary>In files a decimal may have more digits after the point than digits: the executor takes up to 18 of them with any, and more with its widest alone.</summary>
    static VariantValue Decimal(Int128 unscaled, byte width, byte scale) => new(VariantKind.Decimal, new DecimalValue(unscaled, scale > VariantBytes.MaxShortScale ? DecimalValue.MaxWidth : width, scale));

    string Name(int id)
    {
        var width = (_metadata[0] >> 6) + 1;
        var names = 1 + ((Number(_metadata[1..], width) + 2) * width);
        var (from, to) = (Number(_metadata[(1 + ((id + 1) * width))..], width), Number(_metadata[(1 + ((id + 2) * width))..], width));
        return Encoding.UTF8.GetString(_metadata[(names + from)..(names + to)]);
    }

    static int Number(ReadOnlySpan<byte> bytes, int width)
    {
        Span<byte> whole = stackalloc byte[sizeof(int)];
        whole.Clear();
        bytes[..width].CopyTo(whole);
        return BinaryPrimitives.ReadInt32LittleEndian(whole);
    }
}
