using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Types;
using static Tarn.Iceberg.Types.IcebergType;

namespace Tarn.Engine.MetadataTables;

/// <summary><c>partitions</c>: what is in each partition, and when it was last changed. One row in all for a table without.</summary>
static class PartitionsTable
{
    static readonly (string, IcebergType)[] Counts =
    [
        ("record_count", Long), ("file_count", Int), ("total_data_file_size_in_bytes", Long), ("position_delete_record_count", Long), ("position_delete_file_count", Int),
        ("equality_delete_record_count", Long), ("equality_delete_file_count", Int), ("last_updated_at", Timestamptz), ("last_updated_snapshot_id", Long),
    ];

    public static async Task<MetadataTable> ReadAsync(MetadataTableSource source)
    {
        var type = source.Metadata.UnifiedPartitionType();
        var isPartitioned = !type.Fields.IsEmpty;
        var columns = MetadataTable.Type([.. isPartitioned ? ((string, IcebergType)[])[("partition", type), ("spec_id", Int)] : [], .. Counts]);
        var row = new FileRow(source.Metadata);
        var found = new Dictionary<(int Fields, PartitionTuple Values), PartitionCounts>();
        await foreach (var entry in source.EntriesAsync(await source.ManifestsAsync().ConfigureAwait(false)).ConfigureAwait(false))
        {
            if (!entry.IsLive) continue;
            // Specs of fewer fields have partitions of their own, also where the other fields are null.
            var spec = source.Metadata.SpecById(entry.File.SpecId)!;
            var key = (type.Fields.Count(f => spec.Fields.Any(s => s.FieldId == f.Id)), new PartitionTuple(source.Metadata.UnifiedPartition(type, entry.File.SpecId, entry.File.Partition)));
            if (!found.TryGetValue(key, out var counts)) found.Add(key, counts = new PartitionCounts(row.Partition(entry.File)));
            counts.Add(entry, source.Metadata.SnapshotById(entry.SnapshotId));
        }
        return MetadataTable.Of(columns, found.Values.Select(c => isPartitioned ? [c.Partition, c.SpecId, .. c.Row()] : c.Row()));
    }
}
