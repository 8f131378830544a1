namespace Tarn.Iceberg.Deletes.Roaring;

/// <summary>A set of 32-bit numbers: containers by their high 16 bits, in ascending order.</summary>
internal sealed class RoaringBitmap
{
    readonly SortedList<ushort, RoaringContainer> containers = [];
    ushort lastKey;
    RoaringContainer? last;

    public IList<ushort> Keys => containers.Keys;

    public IList<RoaringContainer> Containers => containers.Values;

    public long Cardinality => containers.Values.Sum(container => (long)container.Cardinality);

    public bool Contains(uint value) => containers.TryGetValue((ushort)(value >> 16), out var container) && container.Contains((ushort)value);

    public bool Add(uint value) => Container((ushort)(value >> 16)).Add((ushort)value);

    public void AddRange(uint first, uint lastIncluded)
    {
        for (var key = first >> 16; key <= lastIncluded >> 16; key++)
        {
            var from = key == first >> 16 ? first & 0xFFFF : 0;
            var to = key == lastIncluded >> 16 ? lastIncluded & 0xFFFF : 0xFFFF;
            Container((ushort)key).AddRange((int)from, (int)to);
        }
    }

    public void UnionWith(RoaringBitmap other)
    {
        foreach (var (key, container) in other.containers) Container(key).UnionWith(container);
    }

    /// <summary>Puts a decoded container in; keys must ascend.</summary>
    public void Append(ushort key, RoaringContainer container) => containers.Add(key, container);

    public IEnumerable<uint> Enumerate() =>
        containers.SelectMany(pair => pair.Value.Enumerate(), (pair, low) => ((uint)pair.Key << 16) | low);

    public void SetBits(Span<ulong> words)
    {
        foreach (var (key, container) in containers)
        {
            var first = key * RoaringContainer.Words;
            if (first >= words.Length) return;
            container.SetBits(words[first..]);
        }
    }

    RoaringContainer Container(ushort key)
    {
        if (last is not null && lastKey == key) return last;
        if (!containers.TryGetValue(key, out var container)) containers.Add(key, container = new RoaringContainer());
        (lastKey, last) = (key, container);
        return container;
    }
}
