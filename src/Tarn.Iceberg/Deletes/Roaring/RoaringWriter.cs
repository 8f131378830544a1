using System.Buffers;
using System.Buffers.Binary;

namespace Tarn.Iceberg.Deletes.Roaring;

/// <summary>Encodes 32-bit bitmaps in the portable format. Containers become runs where that is smaller, as the reference's runOptimize does.</summary>
internal sealed class RoaringWriter
{
    readonly ArrayBufferWriter<byte> output = new(256);

    public ReadOnlyMemory<byte> Written => output.WrittenMemory;

    public void WriteUInt64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        output.Write(bytes);
    }

    public void WriteUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        output.Write(bytes);
    }

    public void WriteBitmap(RoaringBitmap bitmap)
    {
        var runs = bitmap.Containers.Select(RunsIfSmaller).ToArray();
        var count = bitmap.Containers.Count;
        var withRuns = runs.Any(list => list is not null);
        if (withRuns) WriteRunCookie(runs);
        else
        {
            WriteUInt32(RoaringReader.CookieWithoutRuns);
            WriteUInt32((uint)count);
        }
        for (var i = 0; i < count; i++)
        {
            WriteUInt16(bitmap.Keys[i]);
            WriteUInt16((ushort)(bitmap.Containers[i].Cardinality - 1));
        }
        if (!withRuns || count >= RoaringReader.NoOffsetThreshold) WriteOffsets(bitmap, runs, withRuns);
        for (var i = 0; i < count; i++) WriteContainer(bitmap.Containers[i], runs[i]);
    }

    static (ushort First, ushort Last)[]? RunsIfSmaller(RoaringContainer container)
    {
        var plain = PlainBytes(container);
        var found = new List<(ushort, ushort)>();
        foreach (var run in container.Runs())
        {
            found.Add(run);
            // The reference compares with the serialized size of an array (its count included), but with the bare bits of a bit set.
            if (2 + (found.Count * 4) >= (container.IsArray ? plain + 2 : plain)) return null;
        }
        return [.. found];
    }

    static int PlainBytes(RoaringContainer container) => container.IsArray ? container.Cardinality * 2 : 8192;

    void WriteRunCookie((ushort First, ushort Last)[]?[] runs)
    {
        WriteUInt32(RoaringReader.CookieWithRuns | ((uint)(runs.Length - 1) << 16));
        var flags = new byte[(runs.Length + 7) / 8];
        for (var i = 0; i < runs.Length; i++)
            if (runs[i] is not null) flags[i >> 3] |= (byte)(1 << (i & 7));
        output.Write(flags);
    }

    void WriteOffsets(RoaringBitmap bitmap, (ushort First, ushort Last)[]?[] runs, bool withRuns)
    {
        var count = runs.Length;
        var offset = (withRuns ? 4 + (count + 7) / 8 : 8) + (count * 8);
        for (var i = 0; i < count; i++)
        {
            WriteUInt32((uint)offset);
            offset += runs[i] is { } list ? 2 + (list.Length * 4) : PlainBytes(bitmap.Containers[i]);
        }
    }

    void WriteContainer(RoaringContainer container, (ushort First, ushort Last)[]? runs)
    {
        if (runs is not null)
        {
            WriteUInt16((ushort)runs.Length);
            foreach (var (first, last) in runs)
            {
                WriteUInt16(first);
                WriteUInt16((ushort)(last - first));
            }
        }
        else if (container.IsArray)
        {
            foreach (var value in container.Values) WriteUInt16(value);
        }
        else
        {
            foreach (var word in container.Bits) WriteUInt64(word);
        }
    }

    void WriteUInt16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        output.Write(bytes);
    }
}
