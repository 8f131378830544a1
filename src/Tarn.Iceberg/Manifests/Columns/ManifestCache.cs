using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Manifests.Columns;

/// <summary>Manifests that scans have read, in a compact form, as long as they fit: the ones used last stay. Give one to all scans of a process.</summary>
/// <remarks>Manifests never change, so an entry is right for ever. Safe to use from several threads.</remarks>
/// <param name="maxBytes">What all together may take; one that is larger than all of it is not kept.</param>
public sealed class ManifestCache(long maxBytes)
{
    readonly Lock _lock = new();
    readonly Dictionary<Key, LinkedListNode<(Key Key, ManifestColumns Columns)>> _entries = [];
    readonly LinkedList<(Key Key, ManifestColumns Columns)> _order = new();
    long _bytes;

    /// <summary>A sixteenth of the memory that the process may use, 64 MiB at least and 512 MiB at most.</summary>
    public static long DefaultBytes => Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16, 64L << 20, 512L << 20);

    /// <summary>What the manifests take now, about.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>The manifest as it was read under these partition types, which schema changes can widen; null where it is not there.</summary>
    internal ManifestColumns? Find(ManifestFile manifest, StructType partitionType)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(new Key(manifest), out var node) || node.Value.Columns.PartitionType != partitionType) return null;
            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value.Columns;
        }
    }

    internal void Keep(ManifestFile manifest, ManifestColumns columns)
    {
        var key = new Key(manifest);
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var old)) Remove(old);
            if (columns.HeldBytes > maxBytes) return;
            _entries[key] = _order.AddFirst((key, columns));
            _bytes += columns.HeldBytes;
            while (_bytes > maxBytes) Remove(_order.Last!);
        }
    }

    void Remove(LinkedListNode<(Key Key, ManifestColumns Columns)> node)
    {
        _bytes -= node.Value.Columns.HeldBytes;
        _ = _entries.Remove(node.Value.Key);
        _order.Remove(node);
    }

    /// <summary>The location, and what entries inherit from the list: an old snapshot's list gives a manifest no row ids, the list of the table's upgrade to v3 does.</summary>
    readonly record struct Key(string Path, int SpecId, long SequenceNumber, long SnapshotId, long? FirstRowId)
    {
        public Key(ManifestFile manifest) : this(manifest.ManifestPath, manifest.PartitionSpecId, manifest.SequenceNumber, manifest.AddedSnapshotId, manifest.FirstRowId)
        {
        }
    }
}
