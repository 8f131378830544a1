using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Deletes.Roaring;

namespace Tarn.Iceberg.Deletes;

/// <summary>A set of row positions of one data file: a 32-bit roaring bitmap for each upper half. Spec: "Deletion Vectors".</summary>
/// <remarks>Reading from several threads is safe as long as nobody adds.</remarks>
public sealed class PositionBitmap
{
    /// <summary>Up to this many bitmaps empty ones are written too, as the reference does; a set that is sparser than any file writes only those with rows.</summary>
    const int DenseKeys = 4096;

    readonly SortedList<uint, RoaringBitmap> bitmaps = [];

    public bool IsEmpty => bitmaps.Count == 0;

    public long Cardinality => bitmaps.Values.Sum(bitmap => bitmap.Cardinality);

    public bool Contains(long position) =>
        position >= 0 && bitmaps.TryGetValue((uint)(position >> 32), out var bitmap) && bitmap.Contains((uint)position);

    /// <summary>Adds a position; false where it was there already.</summary>
    public bool Add(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return Bitmap((uint)(position >> 32)).Add((uint)position);
    }

    /// <summary>Adds the positions from <paramref name="first"/> up to, and without, <paramref name="end"/>.</summary>
    public void AddRange(long first, long end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        for (var key = first >> 32; key <= (end - 1) >> 32 && first < end; key++)
        {
            var from = key == first >> 32 ? (uint)first : 0;
            var to = key == (end - 1) >> 32 ? (uint)(end - 1) : uint.MaxValue;
            Bitmap((uint)key).AddRange(from, to);
        }
    }

    public void UnionWith(PositionBitmap other)
    {
        foreach (var (key, bitmap) in other.bitmaps) Bitmap(key).UnionWith(bitmap);
    }

    /// <summary>All positions, ascending.</summary>
    public IEnumerable<long> Enumerate() => bitmaps.SelectMany(pair => pair.Value.Enumerate(), (pair, low) => ((long)pair.Key << 32) | low);

    /// <summary>Sets the bit of each position in <paramref name="words"/>, where bit 0 of the first word is position 0; positions that they have no place for are left out.</summary>
    public void SetBits(Span<ulong> words)
    {
        const int WordsOfBitmap = 1 << 26;
        foreach (var (key, bitmap) in bitmaps)
        {
            if ((long)key * WordsOfBitmap >= words.Length) return;
            bitmap.SetBits(words[((int)key * WordsOfBitmap)..]);
        }
    }

    /// <summary>The portable serialization with 64-bit keys.</summary>
    public ReadOnlyMemory<byte> Serialize()
    {
        var writer = new RoaringWriter();
        var dense = bitmaps.Count > 0 && bitmaps.Keys[^1] < DenseKeys;
        var keys = dense ? Enumerable.Range(0, (int)bitmaps.Keys[^1] + 1).Select(key => (uint)key) : bitmaps.Keys;
        writer.WriteUInt64(dense ? bitmaps.Keys[^1] + 1 : (ulong)bitmaps.Count);
        foreach (var key in keys)
        {
            writer.WriteUInt32(key);
            writer.WriteBitmap(bitmaps.TryGetValue(key, out var bitmap) ? bitmap : new RoaringBitmap());
        }
        return writer.Written;
    }

    /// <summary>Reads what <see cref="Serialize"/> or any other writer of the format wrote.</summary>
    /// <exception cref="IcebergException">The bytes are damaged.</exception>
    public static PositionBitmap Deserialize(ReadOnlySpan<byte> data)
    {
        var reader = new RoaringReader(data);
        var count = reader.ReadUInt64();
        if (count > (ulong)(reader.Left / 12)) throw CorruptData.In(RoaringReader.Format, $"it claims {count} bitmaps");
        var result = new PositionBitmap();
        var last = -1L;
        for (var i = 0UL; i < count; i++)
        {
            var key = reader.ReadUInt32();
            if (key <= last || key > int.MaxValue) throw CorruptData.In(RoaringReader.Format, "bitmap keys do not ascend or are negative");
            last = key;
            var bitmap = reader.ReadBitmap();
            if (bitmap.Containers.Count > 0) result.bitmaps.Add(key, bitmap);
        }
        return reader.Left == 0 ? result : throw CorruptData.In(RoaringReader.Format, $"{reader.Left} bytes follow its end");
    }

    RoaringBitmap Bitmap(uint key)
    {
        if (!bitmaps.TryGetValue(key, out var bitmap)) bitmaps.Add(key, bitmap = new RoaringBitmap());
        return bitmap;
    }
}
