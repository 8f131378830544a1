using System.Collections.Immutable;

namespace Tarn.Iceberg.Manifests.Columns;

/// <summary>The different partitions of a manifest's files, numbered as they come.</summary>
internal sealed class PartitionIndex
{
    readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    readonly List<RawPartition> _all = [];
    RawPartition? _last;
    int _lastIndex;

    /// <summary>Files of a table without partitions have one, which is empty.</summary>
    public ImmutableArray<RawPartition> All => [.. _all];

    public int IndexOf(RawPartition? partition)
    {
        // Neighbours of one partition share the object.
        if (partition is null || ReferenceEquals(partition, _last)) return _lastIndex;
        _last = partition;
        var key = System.Text.Encoding.Latin1.GetString(partition.Encoded);
        if (_known.TryGetValue(key, out _lastIndex)) return _lastIndex;
        _known.Add(key, _lastIndex = _all.Count);
        _all.Add(partition.Copy());
        return _lastIndex;
    }
}
