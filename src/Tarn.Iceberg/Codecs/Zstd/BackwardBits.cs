using System.Buffers.Binary;
using System.Numerics;

namespace Tarn.Iceberg.Codecs.Zstd;

/// <summary>A bit stream that is read from its end to its start (RFC 8878 section 4.1). Bits before the start read as zero and make <see cref="Remaining"/> negative.</summary>
internal ref struct BackwardBits
{
    readonly ReadOnlySpan<byte> data;

    public BackwardBits(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || data[^1] == 0) throw CorruptData.In(ZstdCodec.Format, "a bit stream has no end mark");
        this.data = data;
        Remaining = ((data.Length - 1) * 8) + BitOperations.Log2(data[^1]);
    }

    public int Remaining { get; private set; }

    public uint Read(int count)
    {
        var value = Peek(count);
        Remaining -= count;
        return value;
    }

    public void Skip(int count) => Remaining -= count;

    /// <summary>The next bits, at most 32, without moving.</summary>
    public readonly uint Peek(int count)
    {
        var start = Remaining - count;
        if (start < 0) return PeekBeforeStart(count);
        var index = start >> 3;
        var word = index + 8 <= data.Length ? BinaryPrimitives.ReadUInt64LittleEndian(data[index..]) : ReadTail(index);
        return (uint)((word >> (start & 7)) & ((1UL << count) - 1));
    }

    readonly uint PeekBeforeStart(int count)
    {
        if (Remaining <= 0) return 0;
        return (uint)((ulong)Peek(Remaining) << (count - Remaining)) & (uint)((1UL << count) - 1);
    }

    readonly ulong ReadTail(int index)
    {
        Span<byte> padded = stackalloc byte[8];
        padded.Clear();
        data[index..].CopyTo(padded);
        return BinaryPrimitives.ReadUInt64LittleEndian(padded);
    }
}
