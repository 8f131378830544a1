using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Partitioning;

/// <summary>The 32-bit hash of values that buckets use. Spec: Appendix B, "32-bit Hash Requirements".</summary>
public static class Murmur3
{
    const uint C1 = 0xcc9e2d51;
    const uint C2 = 0x1b873593;

    /// <summary>The hash of a value of the type; equal for int and long, date and timestamp units as the specification asks.</summary>
    public static int Hash(IcebergType type, object value) => value switch
    {
        int number => Hash((long)number),
        // Nanoseconds hash as microseconds, so that a promoted column keeps its buckets.
        long nanos when type.Kind is TypeKind.TimestampNs or TypeKind.TimestamptzNs => Hash(TemporalText.FloorDiv(nanos, 1000)),
        long number => Hash(number),
        float number => Hash((double)number),
        double number => Hash(number),
        string text => Hash(text),
        Guid uuid => Hash(uuid),
        byte[] bytes => Hash(bytes),
        IcebergDecimal number => Hash(number.Unscaled),
        bool flag => Hash(flag ? 1L : 0L),
        _ => throw IcebergException.Invalid($"Cannot hash a {value.GetType().Name} as {type}"),
    };

    /// <summary>Murmur3, x86 variant, seed 0.</summary>
    public static int Hash(ReadOnlySpan<byte> bytes)
    {
        uint hash = 0;
        var rest = bytes;
        for (; rest.Length >= 4; rest = rest[4..])
            hash = BitOperations.RotateLeft(hash ^ Mix(BinaryPrimitives.ReadUInt32LittleEndian(rest)), 13) * 5 + 0xe6546b64;
        if (!rest.IsEmpty)
        {
            uint tail = 0;
            for (var i = rest.Length - 1; i >= 0; i--) tail = (tail << 8) | rest[i];
            hash ^= Mix(tail);
        }
        hash ^= (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return (int)(hash ^ (hash >> 16));
    }

    static uint Mix(uint block) => BitOperations.RotateLeft(block * C1, 15) * C2;

    static int Hash(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Hash(bytes);
    }

    static int Hash(double value)
    {
        // -0.0 hashes as 0.0 and every NaN as the canonical one.
        if (value == 0) return Hash(0L);
        return Hash(double.IsNaN(value) ? 0x7ff8000000000000L : BitConverter.DoubleToInt64Bits(value));
    }

    static int Hash(string text)
    {
        if (text.Length > 256) return Hash(Encoding.UTF8.GetBytes(text));
        Span<byte> utf8 = stackalloc byte[text.Length * 3];
        return Hash(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    static int Hash(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return Hash(bytes);
    }

    static int Hash(BigInteger unscaled)
    {
        Span<byte> bytes = stackalloc byte[32];
        return unscaled.TryWriteBytes(bytes, out var length, isUnsigned: false, isBigEndian: true)
            ? Hash(bytes[..length])
            : Hash(unscaled.ToByteArray(isUnsigned: false, isBigEndian: true));
    }
}
