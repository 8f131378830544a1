using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Statistics;

/// <summary>What a snapshot holds of one partition: a row of a partition statistics file. Spec: "Partition Statistics File".</summary>
/// <param name="Partition">In the order of the table's unified partition type.</param>
/// <param name="SpecId">The spec that its files have: other specs' files of the same values are counted apart.</param>
public sealed record PartitionStatistics(PartitionTuple Partition, int SpecId)
{
    public long DataRecordCount { get; init; }

    public int DataFileCount { get; init; }

    public long TotalDataFileSizeInBytes { get; init; }

    /// <summary>Of position delete files and deletion vectors.</summary>
    public long PositionDeleteRecordCount { get; init; }

    /// <summary>Without deletion vectors.</summary>
    public int PositionDeleteFileCount { get; init; }

    public int DeletionVectorCount { get; init; }

    public long EqualityDeleteRecordCount { get; init; }

    public int EqualityDeleteFileCount { get; init; }

    /// <summary>When the partition last got or lost a file; null where that snapshot has expired.</summary>
    public long? LastUpdatedMs { get; init; }

    public long? LastUpdatedSnapshotId { get; init; }

    /// <summary>With a file more, or a file less.</summary>
    internal PartitionStatistics With(DataFile file, int sign) => file.Content switch
    {
        DataFileContent.Data => this with
        {
            DataRecordCount = DataRecordCount + (sign * file.RecordCount),
            DataFileCount = DataFileCount + sign,
            TotalDataFileSizeInBytes = TotalDataFileSizeInBytes + (sign * file.FileSizeInBytes),
        },
        DataFileContent.EqualityDeletes => this with
        {
            EqualityDeleteRecordCount = EqualityDeleteRecordCount + (sign * file.RecordCount),
            EqualityDeleteFileCount = EqualityDeleteFileCount + sign,
        },
        _ when file.IsDeletionVector => this with
        {
            PositionDeleteRecordCount = PositionDeleteRecordCount + (sign * file.RecordCount),
            DeletionVectorCount = DeletionVectorCount + sign,
        },
        _ => this with
        {
            PositionDeleteRecordCount = PositionDeleteRecordCount + (sign * file.RecordCount),
            PositionDeleteFileCount = PositionDeleteFileCount + sign,
        },
    };

    /// <summary>Changed by a snapshot, unless a later one changed it too; null where it is not known any more.</summary>
    internal PartitionStatistics ChangedBy(Snapshot? snapshot) => snapshot is not null && (LastUpdatedMs is not { } known || known < snapshot.TimestampMs)
        ? this with { LastUpdatedMs = snapshot.TimestampMs, LastUpdatedSnapshotId = snapshot.SnapshotId }
        : this;
}
