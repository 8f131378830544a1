using System.Numerics;

namespace Tarn.Iceberg.Deletes.Roaring;

/// <summary>The low 16 bits of positions that share their other bits: a sorted array up to 4096 values, a bit set above.</summary>
internal sealed class RoaringContainer
{
    public const int MaxArrayLength = 4096;
    public const int Words = 1024;

    ushort[] values = [];
    ulong[]? bits;

    public int Cardinality { get; private set; }

    public bool IsArray => bits is null;

    /// <summary>The sorted values of an array container.</summary>
    public ReadOnlySpan<ushort> Values => values.AsSpan(0, Cardinality);

    /// <summary>The 1024 words of a bit set container.</summary>
    public ReadOnlySpan<ulong> Bits => bits;

    /// <summary>Takes strictly ascending values over; at most <see cref="MaxArrayLength"/>.</summary>
    public static RoaringContainer OfValues(ushort[] ascending) => new() { values = ascending, Cardinality = ascending.Length };

    public static RoaringContainer OfBits(ulong[] words)
    {
        var container = new RoaringContainer { bits = words };
        foreach (var word in words) container.Cardinality += BitOperations.PopCount(word);
        return container;
    }

    public bool Contains(ushort value) => bits is null ? Values.BinarySearch(value) >= 0 : (bits[value >> 6] >> (value & 63) & 1) != 0;

    /// <summary>False where the value was there already.</summary>
    public bool Add(ushort value)
    {
        if (bits is null && Cardinality < MaxArrayLength) return Insert(value);
        var words = MakeBits();
        var mask = 1UL << (value & 63);
        if ((words[value >> 6] & mask) != 0) return false;
        words[value >> 6] |= mask;
        Cardinality++;
        return true;
    }

    /// <summary>Adds all values from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public void AddRange(int first, int last)
    {
        if (bits is null && Cardinality + last - first + 1 <= MaxArrayLength)
        {
            for (var value = first; value <= last; value++) Add((ushort)value);
            return;
        }
        var words = MakeBits();
        for (var word = first >> 6; word <= last >> 6; word++)
        {
            var mask = ulong.MaxValue;
            if (word == first >> 6) mask &= ulong.MaxValue << (first & 63);
            if (word == last >> 6) mask &= ulong.MaxValue >> (63 - (last & 63));
            Cardinality += BitOperations.PopCount(mask & ~words[word]);
            words[word] |= mask;
        }
        Shrink();
    }

    public void UnionWith(RoaringContainer other)
    {
        if (other.bits is null)
        {
            foreach (var value in other.Values) Add(value);
            return;
        }
        var words = MakeBits();
        Cardinality = 0;
        for (var i = 0; i < Words; i++)
        {
            words[i] |= other.bits[i];
            Cardinality += BitOperations.PopCount(words[i]);
        }
    }

    public IEnumerable<ushort> Enumerate()
    {
        if (bits is null)
        {
            for (var i = 0; i < Cardinality; i++) yield return values[i];
            yield break;
        }
        for (var i = 0; i < Words; i++)
            for (var word = bits[i]; word != 0; word &= word - 1)
                yield return (ushort)((i << 6) + BitOperations.TrailingZeroCount(word));
    }

    /// <summary>Sets the values' bits; those past the last word are left out.</summary>
    public void SetBits(Span<ulong> words)
    {
        if (bits is not null)
        {
            for (var i = 0; i < Math.Min(Words, words.Length); i++) words[i] |= bits[i];
            return;
        }
        foreach (var value in Values)
        {
            if (value >> 6 >= words.Length) return;
            words[value >> 6] |= 1UL << (value & 63);
        }
    }

    /// <summary>The runs of consecutive values as (first, last), for run containers.</summary>
    public IEnumerable<(ushort First, ushort Last)> Runs()
    {
        var first = -1;
        var last = -1;
        foreach (var value in Enumerate())
        {
            if (first >= 0 && value == last + 1)
            {
                last = value;
                continue;
            }
            if (first >= 0) yield return ((ushort)first, (ushort)last);
            first = last = value;
        }
        if (first >= 0) yield return ((ushort)first, (ushort)last);
    }

    bool Insert(ushort value)
    {
        // Positions usually arrive ascending.
        var index = Cardinality == 0 || values[Cardinality - 1] < value ? Cardinality : Values.BinarySearch(value);
        if (index >= 0 && index < Cardinality) return false;
        if (index < 0) index = ~index;
        if (Cardinality == values.Length) Array.Resize(ref values, Math.Clamp(values.Length * 2, 4, MaxArrayLength));
        values.AsSpan(index, Cardinality - index).CopyTo(values.AsSpan(index + 1));
        values[index] = value;
        Cardinality++;
        return true;
    }

    ulong[] MakeBits()
    {
        if (bits is not null) return bits;
        var words = new ulong[Words];
        foreach (var value in Values) words[value >> 6] |= 1UL << (value & 63);
        values = [];
        return bits = words;
    }

    void Shrink()
    {
        if (bits is null || Cardinality > MaxArrayLength) return;
        values = [.. Enumerate()];
        bits = null;
    }
}
