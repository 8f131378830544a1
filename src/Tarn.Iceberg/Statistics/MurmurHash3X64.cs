using System.Buffers.Binary;
using System.Numerics;

namespace Tarn.Iceberg.Statistics;

/// <summary>MurmurHash3, x64 variant of 128 bits: the hash of Apache DataSketches.</summary>
internal static class MurmurHash3X64
{
    const ulong C1 = 0x87c37b91114253d5;
    const ulong C2 = 0x4cf5ad432745937f;
    const int BlockBytes = 16;

    /// <summary>The first half of the hash, which is all that sketches use.</summary>
    public static ulong FirstHalf(ReadOnlySpan<byte> bytes, ulong seed)
    {
        var (h1, h2) = (seed, seed);
        var rest = bytes;
        for (; rest.Length >= BlockBytes; rest = rest[BlockBytes..])
        {
            h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52dce729;
            h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
            h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495ab5;
        }
        if (rest.Length > 8) h2 ^= MixSecond(Tail(rest[8..]));
        if (rest.Length > 0) h1 ^= MixFirst(Tail(rest[..Math.Min(8, rest.Length)]));
        h1 ^= (ulong)bytes.Length;
        h2 ^= (ulong)bytes.Length;
        h1 += h2;
        h2 += h1;
        return Finish(h1) + Finish(h2);
    }

    static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 8) return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ulong value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = (value << 8) | bytes[i];
        return value;
    }

    static ulong MixFirst(ulong block) => BitOperations.RotateLeft(block * C1, 31) * C2;

    static ulong MixSecond(ulong block) => BitOperations.RotateLeft(block * C2, 33) * C1;

    static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
