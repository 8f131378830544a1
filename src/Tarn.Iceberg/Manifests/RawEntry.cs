using System.Collections.Immutable;

namespace Tarn.Iceberg.Manifests;

/// <summary>An entry's fields as they stand in the manifest, before anything is inherited.</summary>
internal struct RawEntry
{
    public int Status;
    public int Content;
    public long? SnapshotId;
    public long? SequenceNumber;
    public long? FileSequenceNumber;
    public DataFileOffsets Offsets;
    public FileFormat Format;
    public RawPartition? Partition;
    public long RecordCount;
    public long FileSizeInBytes;
    public int? SortOrderId;
    public long? FirstRowId;
    public ReadOnlyMemory<byte>? KeyMetadata;
    public ImmutableArray<int> EqualityIds;
    public string? ReferencedDataFile;
    public long? ContentOffset;
    public long? ContentSizeInBytes;

    /// <summary>Maps and lists that a writer encoded in a form of its own, by field id.</summary>
    public Dictionary<int, object?>? Unusual;
}
