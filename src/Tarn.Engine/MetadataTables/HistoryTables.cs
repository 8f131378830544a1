using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Types;
using static Tarn.Iceberg.Types.IcebergType;

namespace Tarn.Engine.MetadataTables;

/// <summary>The metadata tables that the metadata file alone answers.</summary>
static class HistoryTables
{
    static readonly StructType HistoryColumns = MetadataTable.Type(("made_current_at", Timestamptz), ("snapshot_id", Long), ("parent_id", Long), ("is_current_ancestor", IcebergType.Boolean));

    static readonly StructType SnapshotColumns = MetadataTable.Type(
        ("committed_at", Timestamptz), ("snapshot_id", Long), ("parent_id", Long), ("operation", IcebergType.String), ("manifest_list", IcebergType.String),
        ("summary", new MapType(0, IcebergType.String, 1, IcebergType.String)));

    static readonly StructType RefColumns = MetadataTable.Type(
        ("name", IcebergType.String), ("type", IcebergType.String), ("snapshot_id", Long), ("max_reference_age_in_ms", Long), ("min_snapshots_to_keep", Int), ("max_snapshot_age_in_ms", Long));

    static readonly StructType LogColumns = MetadataTable.Type(
        ("timestamp", Timestamptz), ("file", IcebergType.String), ("latest_snapshot_id", Long), ("latest_schema_id", Int), ("latest_sequence_number", Long));

    public static MetadataTable History(TableMetadata metadata)
    {
        var ancestors = metadata.CurrentSnapshotId is { } current ? metadata.AncestorsOf(current).Select(s => s.SnapshotId).ToHashSet() : [];
        return MetadataTable.Of(HistoryColumns, metadata.SnapshotLog.Select(e =>
            (object?[])[e.TimestampMs * 1000, e.SnapshotId, metadata.SnapshotById(e.SnapshotId)?.ParentSnapshotId, ancestors.Contains(e.SnapshotId)]));
    }

    public static MetadataTable Snapshots(TableMetadata metadata) => MetadataTable.Of(SnapshotColumns, metadata.Snapshots.Select(s => (object?[])
    [
        s.TimestampMs * 1000, s.SnapshotId, s.ParentSnapshotId, s.Operation, s.ManifestList,
        // The operation has its own column, and very old snapshots have neither.
        s.Operation is null && s.Summary.Count == 0 ? null : s.Summary.Where(p => p.Key != SnapshotOperation.Key).Select(p => KeyValuePair.Create<object?, object?>(p.Key, p.Value)).ToArray(),
    ]));

    public static MetadataTable Refs(TableMetadata metadata) => MetadataTable.Of(RefColumns, metadata.Refs.Select(r => (object?[])
        [r.Key, r.Value.Type is SnapshotRefType.Branch ? "BRANCH" : "TAG", r.Value.SnapshotId, r.Value.MaxRefAgeMs, r.Value.MinSnapshotsToKeep, r.Value.MaxSnapshotAgeMs]));

    public static MetadataTable MetadataLog(Table table)
    {
        var entries = table.Metadata.MetadataLog.Append(new MetadataLogEntry(table.Metadata.LastUpdatedMs, table.MetadataLocation));
        return MetadataTable.Of(LogColumns, entries.Select(e =>
        {
            var id = table.Metadata.SnapshotLog.LastOrDefault(s => s.TimestampMs <= e.TimestampMs)?.SnapshotId;
            var snapshot = id is { } known ? table.Metadata.SnapshotById(known) : null;
            return (object?[])[e.TimestampMs * 1000, e.MetadataFile, id, snapshot?.SchemaId, snapshot?.SequenceNumber];
        }));
    }
}
