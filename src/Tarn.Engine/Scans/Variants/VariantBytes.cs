using System.Buffers.Binary;
using System.Text.Unicode;

namespace Tarn.Engine.Scans.Variants;

/// <summary>Walks the bytes of variants (apache/parquet-format, VariantEncoding.md) and holds every length in them against the bytes that are there: the executor's own reader does not.</summary>
static class VariantBytes
{
    /// <summary>How deep values are read, and so written.</summary>
    public const int MaxDepth = 256;
    const ulong MicrosPerDay = 86_400_000_000;

    /// <summary>The most digits after the point of a decimal, and of one of less than 16 bytes with which the executor can do anything.</summary>
    const int MaxScale = 38;
    public const int MaxShortScale = 18;

    /// <summary>The executor counts digits by a logarithm, which makes 19 of those of the last few numbers of 18.</summary>
    const long MaxCounted = 999_999_999_999_990_000;

    /// <summary>Bytes behind the header of each primitive type; -1 for those that begin with their length.</summary>
    static readonly int[] Widths = [0, 0, 0, 1, 2, 4, 8, 8, 5, 9, 17, 4, 8, 8, 4, -1, -1, 8, 8, 8, 16];

    /// <summary>Whether anything is in the value that the executor reads as something else: an instant in nanoseconds, or a decimal of whose digits it has a wrong idea.</summary>
    /// <param name="metadata">The names of the fields of objects.</param>
    /// <param name="value">The value; empty where all of it is shredded.</param>
    /// <exception cref="EngineException">The bytes are no variant.</exception>
    public static bool HoldsOther(ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> value)
    {
        var names = Names(metadata);
        return !value.IsEmpty && Holds(value, names, 0);
    }

    /// <summary>Checks the dictionary and counts its names.</summary>
    static uint Names(ReadOnlySpan<byte> metadata)
    {
        if (metadata.IsEmpty || (metadata[0] & 15) != 1) throw Damaged("its metadata is of no known version");
        var width = (metadata[0] >> 6) + 1;
        var count = Number(metadata, 1, width);
        var names = 1 + (((long)count + 2) * width);
        if (names > metadata.Length) throw Damaged($"its metadata claims {count} names");
        var last = 0u;
        for (var i = 0; i <= count; i++)
        {
            var end = Number(metadata, 1 + ((long)(i + 1) * width), width);
            if (end < last || end > metadata.Length - names) throw Damaged("a name stands behind the end of its metadata");
            if (!Utf8.IsValid(metadata.Slice((int)names + (int)last, (int)(end - last)))) throw Damaged("a name is not valid UTF-8");
            last = end;
        }
        return count;
    }

    static bool Holds(ReadOnlySpan<byte> value, uint names, int depth)
    {
        if (value.IsEmpty) throw Damaged("a value has no bytes");
        if (depth > MaxDepth) throw Damaged($"values are nested more than {MaxDepth} deep");
        var header = value[0] >> 2;
        switch (value[0] & 3)
        {
            case 0: return Primitive(value[1..], header);
            case 1: return header > value.Length - 1 || !Utf8.IsValid(value.Slice(1, header)) ? throw Damaged("a text is cut off or not valid UTF-8") : false;
            case 2: return Children(value[1..], isLarge: (header & 16) != 0, ids: ((header >> 2) & 3) + 1, offsets: (header & 3) + 1, names, depth);
            default: return Children(value[1..], isLarge: (header & 4) != 0, ids: 0, offsets: (header & 3) + 1, names, depth);
        }
    }

    static bool Primitive(ReadOnlySpan<byte> data, int header)
    {
        if (header >= Widths.Length) throw Damaged($"a value has the type {header}");
        var type = (VariantPrimitive)header;
        long width = Widths[header] < 0 ? 4 + (long)Number(data, 0, 4) : Widths[header];
        if (width > data.Length) throw Damaged("a value is cut off");
        // The executor ends the process when it prints a time that no day has.
        if (type is VariantPrimitive.Time && BinaryPrimitives.ReadUInt64LittleEndian(data) > MicrosPerDay) throw Damaged("a time of day lies outside of the day");
        if (type is VariantPrimitive.Text && !Utf8.IsValid(data[4..(int)width])) throw Damaged("a text is not valid UTF-8");
        return type switch
        {
            VariantPrimitive.InstantNanos => true,
            VariantPrimitive.Decimal4 or VariantPrimitive.Decimal8 or VariantPrimitive.Decimal16 when data[0] > MaxScale => throw Damaged($"a decimal has {data[0]} digits after the point"),
            VariantPrimitive.Decimal4 => data[0] > MaxShortScale || BinaryPrimitives.ReadInt32LittleEndian(data[1..]) == int.MinValue,
            VariantPrimitive.Decimal8 => data[0] > MaxShortScale || !IsCounted(BinaryPrimitives.ReadInt64LittleEndian(data[1..])),
            _ => false,
        };
    }

    static bool IsCounted(long unscaled) => unscaled is > -MaxCounted and < MaxCounted;

    static bool Children(ReadOnlySpan<byte> data, bool isLarge, int ids, int offsets, uint names, int depth)
    {
        var width = isLarge ? 4 : 1;
        var count = Number(data, 0, width);
        var first = width + ((long)count * ids);
        var values = first + (((long)count + 1) * offsets);
        if (values > data.Length) throw Damaged($"{count} values where {data.Length} bytes are left");
        var holds = false;
        for (var i = 0L; i < count; i++)
        {
            if (ids > 0 && Number(data, width + (i * ids), ids) >= names) throw Damaged("a field has no name");
            var at = values + Number(data, first + (i * offsets), offsets);
            if (at >= data.Length) throw Damaged("a value stands behind the end");
            holds |= Holds(data[(int)at..], names, depth + 1);
        }
        return holds;
    }

    static uint Number(ReadOnlySpan<byte> data, long at, int width)
    {
        if (at + width > data.Length) throw Damaged("it is cut off");
        Span<byte> bytes = stackalloc byte[4];
        bytes.Clear();
        data.Slice((int)at, width).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    static EngineException Damaged(string detail) => new(EngineErrorKind.Corrupt, $"Damaged variant data: {detail}.");
}
