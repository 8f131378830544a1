using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.MetadataTables;

/// <summary>What is counted of a partition.</summary>
sealed class PartitionCounts(object?[] partition)
{
    readonly long[] _records = new long[3];
    readonly int[] _files = new int[3];
    long _dataBytes;
    long? _updatedAtMicros;
    long? _updatedBy;

    public object?[] Partition { get; } = partition;

    /// <summary>The spec of the file that changed last.</summary>
    public int SpecId { get; private set; }

    /// <param name="entry">A file of the partition.</param>
    /// <param name="snapshot">The snapshot that added it; null where that has been expired.</param>
    public void Add(in ManifestEntry entry, Snapshot? snapshot)
    {
        if (snapshot is not null && (_updatedAtMicros is not { } known || snapshot.TimestampMs * 1000 > known))
            (SpecId, _updatedAtMicros, _updatedBy) = (entry.File.SpecId, snapshot.TimestampMs * 1000, snapshot.SnapshotId);
        var content = (int)entry.File.Content;
        _records[content] += entry.File.RecordCount;
        _files[content]++;
        if (entry.File.Content is DataFileContent.Data) _dataBytes += entry.File.FileSizeInBytes;
    }

    public object?[] Row() => [_records[0], _files[0], _dataBytes, _records[1], _files[1], _records[2], _files[2], _updatedAtMicros, _updatedBy];
}
