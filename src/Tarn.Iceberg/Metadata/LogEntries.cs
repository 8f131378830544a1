namespace Tarn.Iceberg.Metadata;

/// <summary>When a snapshot became the current one. Spec: "Table Metadata Fields", <c>snapshot-log</c>.</summary>
public sealed record SnapshotLogEntry(long TimestampMs, long SnapshotId);

/// <summary>A metadata file of the table's past, and when it became that. Spec: "Table Metadata Fields", <c>metadata-log</c>.</summary>
public sealed record MetadataLogEntry(long TimestampMs, string MetadataFile);
