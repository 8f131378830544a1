using System.Collections.Immutable;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Metadata;

/// <summary>A Puffin file with statistics of a snapshot. Spec: "Table Statistics".</summary>
public sealed record StatisticsFile(
    long SnapshotId, string StatisticsPath, long FileSizeInBytes, long FileFooterSizeInBytes, ImmutableArray<BlobMetadata> BlobMetadata)
{
    public string? KeyMetadata { get; init; }

    public UnknownFields Unknown { get; init; } = UnknownFields.None;
}

/// <summary>A blob of a <see cref="StatisticsFile"/>.</summary>
public sealed record BlobMetadata(
    string Type, long SnapshotId, long SequenceNumber, ImmutableArray<int> Fields, ImmutableSortedDictionary<string, string> Properties)
{
    public UnknownFields Unknown { get; init; } = UnknownFields.None;
}

/// <summary>A file with statistics for each partition of a snapshot. Spec: "Partition Statistics".</summary>
public sealed record PartitionStatisticsFile(long SnapshotId, string StatisticsPath, long FileSizeInBytes)
{
    public UnknownFields Unknown { get; init; } = UnknownFields.None;
}

/// <summary>A key of table encryption, kept for those who can use it. Spec: "Encryption Keys".</summary>
public sealed record EncryptedKey(string KeyId, string EncryptedKeyMetadata)
{
    public string? EncryptedById { get; init; }

    public ImmutableSortedDictionary<string, string> Properties { get; init; } = StringMaps.Empty;

    public UnknownFields Unknown { get; init; } = UnknownFields.None;
}
