using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Orc;

/// <summary>ORC specification v1, "Integer Run Length Encoding, version 2": runs of up to 512 values in one of four forms.</summary>
internal sealed class OrcRunLength2(OrcStream stream, bool isSigned) : OrcIntegers(stream, isSigned)
{
    const int MaxRun = 512;
    const int MinRepeat = 3;

    readonly long[] _values = new long[MaxRun];
    int _at;

    protected override int StartRun()
    {
        _at = 0;
        var first = Stream.ReadByte();
        return (first >> 6) switch
        {
            0 => ShortRepeat(first),
            1 => Direct(first),
            2 => PatchedBase(first),
            _ => Delta(first),
        };
    }

    protected override long NextOfRun() => _values[_at++];

    int ShortRepeat(byte first)
    {
        var value = ReadBigEndian(((first >> 3) & 7) + 1);
        var count = (first & 7) + MinRepeat;
        _values.AsSpan(0, count).Fill(IsSigned ? OrcStream.ZigZag(value) : (long)value);
        return count;
    }

    int Direct(byte first)
    {
        var count = Length(first);
        Unpack(_values.AsSpan(0, count), Width(first));
        if (IsSigned)
            for (var i = 0; i < count; i++) _values[i] = OrcStream.ZigZag((ulong)_values[i]);
        return count;
    }

    int PatchedBase(byte first)
    {
        var (width, count) = (Width(first), Length(first));
        var (third, fourth) = (Stream.ReadByte(), Stream.ReadByte());
        var (baseBytes, patchWidth) = ((third >> 5) + 1, WidthOf(third & 31));
        var (gapWidth, patches) = ((fourth >> 5) + 1, fourth & 31);
        if (gapWidth + patchWidth > 64) throw CorruptData.In("ORC", $"a patch has {patchWidth} bits and a gap of {gapWidth}");
        var smallest = SignedMagnitude(ReadBigEndian(baseBytes), baseBytes);
        var values = _values.AsSpan(0, count);
        Unpack(values, width);
        Patch(values, width, patchWidth, gapWidth, patches);
        foreach (ref var value in values) value = unchecked(value + smallest);
        return count;
    }

    /// <summary>A patch without bits only goes on, where the next one is further than a gap can say.</summary>
    void Patch(Span<long> values, int width, int patchWidth, int gapWidth, int patches)
    {
        Span<long> entries = stackalloc long[patches];
        Unpack(entries, ClosestWidth(gapWidth + patchWidth));
        var at = 0;
        foreach (var entry in entries)
        {
            at += (int)((ulong)entry >> patchWidth);
            if (at >= values.Length) throw CorruptData.In("ORC", $"a patch is for value {at} of {values.Length}");
            var patch = patchWidth == 64 ? (ulong)entry : (ulong)entry & ((1UL << patchWidth) - 1);
            if (width < 64) values[at] |= (long)(patch << width);
        }
    }

    int Delta(byte first)
    {
        var code = (first >> 1) & 31;
        var count = Length(first);
        var value = ReadVarint();
        var step = Stream.ReadSigned();
        _values[0] = value;
        if (code == 0)
        {
            for (var i = 1; i < count; i++) _values[i] = value = unchecked(value + step);
            return count;
        }
        if (count < 2) return count;
        _values[1] = value = unchecked(value + step);
        var rest = _values.AsSpan(2, count - 2);
        Unpack(rest, WidthOf(code));
        foreach (ref var next in rest) next = value = unchecked(step < 0 ? value - next : value + next);
        return count;
    }

    /// <summary>The nine bits behind the width: a length is stored as one less.</summary>
    int Length(byte first) => (((first & 1) << 8) | Stream.ReadByte()) + 1;

    static int Width(byte first) => WidthOf((first >> 1) & 31);

    /// <summary>Specification, the table of encoded widths.</summary>
    static int WidthOf(int code) => code switch
    {
        < 24 => code + 1,
        < 28 => 26 + ((code - 24) * 2),
        _ => 40 + ((code - 28) * 8),
    };

    /// <summary>The narrowest width of that table that has room.</summary>
    static int ClosestWidth(int bits) => bits switch
    {
        <= 24 => bits,
        <= 32 => (bits + 1) & ~1,
        _ => (bits + 7) & ~7,
    };

    ulong ReadBigEndian(int bytes)
    {
        var value = 0UL;
        for (var i = 0; i < bytes; i++) value = (value << 8) | Stream.ReadByte();
        return value;
    }

    /// <summary>The highest bit says that the rest is negative.</summary>
    static long SignedMagnitude(ulong value, int bytes)
    {
        var sign = 1UL << ((bytes * 8) - 1);
        return (value & sign) == 0 ? (long)value : -(long)(value & ~sign);
    }

    /// <summary>Values of a number of bits, the highest first, and the last byte filled up.</summary>
    void Unpack(Span<long> target, int width)
    {
        var (left, current) = (0, (byte)0);
        foreach (ref var value in target)
        {
            var bits = 0UL;
            for (var wanted = width; wanted > 0;)
            {
                if (left == 0) (left, current) = (8, Stream.ReadByte());
                var take = Math.Min(wanted, left);
                bits = (bits << take) | ((uint)(current >> (left - take)) & ((1u << take) - 1));
                left -= take;
                wanted -= take;
            }
            value = (long)bits;
        }
    }
}
