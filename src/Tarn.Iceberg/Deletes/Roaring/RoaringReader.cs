using System.Buffers.Binary;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Deletes.Roaring;

/// <summary>Decodes the portable format of 32-bit bitmaps (RoaringFormatSpec, "General layout").</summary>
internal ref struct RoaringReader(ReadOnlySpan<byte> data)
{
    internal const string Format = "roaring bitmap";
    internal const uint CookieWithoutRuns = 12346;
    internal const ushort CookieWithRuns = 12347;
    internal const int NoOffsetThreshold = 4;

    readonly ReadOnlySpan<byte> data = data;
    int position;

    public readonly int Left => data.Length - position;

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public RoaringBitmap ReadBitmap()
    {
        var cookie = ReadUInt32();
        var withRuns = (ushort)cookie == CookieWithRuns;
        if (!withRuns && cookie != CookieWithoutRuns) throw CorruptData.In(Format, $"the cookie is {cookie}");
        var count = withRuns ? (cookie >> 16) + 1 : ReadUInt32();
        if (count > 65536) throw CorruptData.In(Format, $"it claims {count} containers");
        var runFlags = withRuns ? Take((int)(count + 7) / 8) : default;
        var header = Take((int)count * 4);
        // The offsets only repeat what the lengths say; containers follow one another.
        if (!withRuns || count >= NoOffsetThreshold) Take((int)count * 4);
        var bitmap = new RoaringBitmap();
        var lastKey = -1;
        for (var i = 0; i < count; i++)
        {
            var key = BinaryPrimitives.ReadUInt16LittleEndian(header[(i * 4)..]);
            var cardinality = BinaryPrimitives.ReadUInt16LittleEndian(header[(i * 4 + 2)..]) + 1;
            if (key <= lastKey) throw CorruptData.In(Format, "container keys do not ascend");
            lastKey = key;
            var container = withRuns && (runFlags[i >> 3] >> (i & 7) & 1) != 0 ? ReadRuns() : ReadPlain(cardinality);
            if (container.Cardinality != cardinality) throw CorruptData.In(Format, $"a container holds {container.Cardinality} values instead of {cardinality}");
            bitmap.Append(key, container);
        }
        return bitmap;
    }

    RoaringContainer ReadPlain(int cardinality)
    {
        if (cardinality > RoaringContainer.MaxArrayLength)
        {
            var words = new ulong[1024];
            for (var i = 0; i < words.Length; i++) words[i] = ReadUInt64();
            return RoaringContainer.OfBits(words);
        }
        var bytes = Take(cardinality * 2);
        var values = new ushort[cardinality];
        for (var i = 0; i < cardinality; i++)
        {
            values[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 2)..]);
            if (i > 0 && values[i] <= values[i - 1]) throw CorruptData.In(Format, "values do not ascend");
        }
        return RoaringContainer.OfValues(values);
    }

    RoaringContainer ReadRuns()
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
        var runs = Take(count * 4);
        var container = new RoaringContainer();
        var next = 0;
        for (var i = 0; i < count; i++)
        {
            var first = BinaryPrimitives.ReadUInt16LittleEndian(runs[(i * 4)..]);
            var last = first + BinaryPrimitives.ReadUInt16LittleEndian(runs[(i * 4 + 2)..]);
            if (first < next || last > ushort.MaxValue) throw CorruptData.In(Format, "runs overlap or run over");
            container.AddRange(first, last);
            next = last + 1;
        }
        return container;
    }

    ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left) throw CorruptData.In(Format, $"it is cut off {count - Left} bytes short");
        position += count;
        return data.Slice(position - count, count);
    }
}
