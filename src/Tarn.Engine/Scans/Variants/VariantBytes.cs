using System.Buffers.Binary;
using System.Text.Unicode;

namespace Tarn.Engine.Scans.Variants;

/// <summary>Walks the bytes of variants (apache/parquet-format, VariantEncoding.md) and holds every length in them against the bytes that are there: the executor's own reader does not.</summary>
static class VariantBytes
{
    const int InstantNanos = 18;
    const int MaxDepth = 256;
    const ulong MicrosPerDay = 86_400_000_000;

    /// <summary>The most digits of a decimal of 4, 8 and 16 bytes.</summary>
    static readonly int[] Digits = [9, 18, 38];

    /// <summary>Bytes behind the header of each primitive type; -1 for those that begin with their length.</summary>
    static readonly int[] Widths = [0, 0, 0, 1, 2, 4, 8, 8, 5, 9, 17, 4, 8, 8, 4, -1, -1, 8, 8, 8, 16];

    const int Text = 16;
    const int Time = 17;

    /// <summary>Whether an instant in nanoseconds (primitive type 18) is anywhere in the value.</summary>
    /// <param name="metadata">The names of the fields of objects.</param>
    /// <param name="value">The value; empty where all of it is shredded.</param>
    /// <exception cref="EngineException">The bytes are no variant.</exception>
    public static bool HoldsInstantNanos(ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> value)
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

    static bool Primitive(ReadOnlySpan<byte> data, int type)
    {
        if (type >= Widths.Length) throw Damaged($"a value has the type {type}");
        long width = Widths[type] < 0 ? 4 + (long)Number(data, 0, 4) : Widths[type];
        if (width > data.Length) throw Damaged("a value is cut off");
        if (type is 8 or 9 or 10 && data[0] > Digits[type - 8]) throw Damaged($"a decimal has {data[0]} digits after the point");
        // The executor ends the process when it prints a time that no day has.
        if (type == Time && BinaryPrimitives.ReadUInt64LittleEndian(data) > MicrosPerDay) throw Damaged("a time of day lies outside of the day");
        return type == Text && !Utf8.IsValid(data[4..(int)width]) ? throw Damaged("a text is not valid UTF-8") : type == InstantNanos;
    }

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
