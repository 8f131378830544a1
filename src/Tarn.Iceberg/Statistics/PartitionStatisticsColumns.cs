using System.Collections.Immutable;
using Tarn.Iceberg.Types;
using static Tarn.Iceberg.Types.IcebergType;

namespace Tarn.Iceberg.Statistics;

/// <summary>The columns of a partition statistics file. Spec: "Partition Statistics File".</summary>
public static class PartitionStatisticsColumns
{
    public const string DeletionVectorCount = "dv_count";

    /// <summary>The columns by the table's version: counts of deletes are required, and deletion vectors are counted, since v3.</summary>
    /// <param name="partition">The table's unified partition type.</param>
    /// <param name="formatVersion">The table's version.</param>
    public static ImmutableArray<NestedField> Of(StructType partition, int formatVersion)
    {
        var isV3 = formatVersion >= 3;
        return
        [
            new(1, "partition", partition, Required: true), new(2, "spec_id", Int, Required: true),
            new(3, "data_record_count", Long, Required: true), new(4, "data_file_count", Int, Required: true), new(5, "total_data_file_size_in_bytes", Long, Required: true),
            new(6, "position_delete_record_count", Long, Required: isV3), new(7, "position_delete_file_count", Int, Required: isV3),
            new(8, "equality_delete_record_count", Long, Required: isV3), new(9, "equality_delete_file_count", Int, Required: isV3),
            new(10, "total_record_count", Long), new(11, "last_updated_at", Long), new(12, "last_updated_snapshot_id", Long),
            .. isV3 ? (NestedField[])[new(13, DeletionVectorCount, Int, Required: true)] : [],
        ];
    }
}
