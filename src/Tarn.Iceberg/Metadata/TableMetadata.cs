using System.Collections.Immutable;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;

namespace Tarn.Iceberg.Metadata;

/// <summary>All that a metadata file says of a table. Immutable: a change is a new value, made by applying <see cref="Commits.TableUpdate"/>s. Spec: "Table Metadata".</summary>
public sealed record TableMetadata
{
    /// <summary>The greatest format version that this library reads and writes.</summary>
    public const int MaxFormatVersion = 3;

    public required int FormatVersion { get; init; }

    /// <summary>Null only in v1 metadata of writers that gave none.</summary>
    public Guid? TableUuid { get; init; }

    public required string Location { get; init; }

    /// <summary>The greatest sequence number given out; 0 in v1.</summary>
    public long LastSequenceNumber { get; init; }

    public required long LastUpdatedMs { get; init; }

    public required int LastColumnId { get; init; }

    public required ImmutableArray<Schema> Schemas { get; init; }

    public required int CurrentSchemaId { get; init; }

    public required ImmutableArray<PartitionSpec> PartitionSpecs { get; init; }

    public required int DefaultSpecId { get; init; }

    /// <summary>The greatest partition field id of all specs; 999 before any.</summary>
    public required int LastPartitionId { get; init; }

    public required ImmutableArray<SortOrder> SortOrders { get; init; }

    public required int DefaultSortOrderId { get; init; }

    public ImmutableSortedDictionary<string, string> Properties { get; init; } = StringMaps.Empty;

    /// <summary>Null where the table has no current snapshot (written as -1 by some writers).</summary>
    public long? CurrentSnapshotId { get; init; }

    public ImmutableArray<Snapshot> Snapshots { get; init; } = [];

    public ImmutableArray<SnapshotLogEntry> SnapshotLog { get; init; } = [];

    public ImmutableArray<MetadataLogEntry> MetadataLog { get; init; } = [];

    /// <summary>Branches and tags by name.</summary>
    public ImmutableSortedDictionary<string, SnapshotRef> Refs { get; init; } = NoRefs;

    public ImmutableArray<StatisticsFile> Statistics { get; init; } = [];

    public ImmutableArray<PartitionStatisticsFile> PartitionStatistics { get; init; } = [];

    /// <summary>The next row id to give out (v3); 0 before.</summary>
    public long NextRowId { get; init; }

    public ImmutableArray<EncryptedKey> EncryptionKeys { get; init; } = [];

    /// <summary>Members of the metadata's JSON that this library does not know.</summary>
    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    public Schema Schema => SchemaById(CurrentSchemaId) ?? throw IcebergException.Corrupt($"Table metadata has no schema of its current id {CurrentSchemaId}");

    public PartitionSpec Spec => SpecById(DefaultSpecId) ?? throw IcebergException.Corrupt($"Table metadata has no spec of its default id {DefaultSpecId}");

    public SortOrder SortOrder =>
        SortOrderById(DefaultSortOrderId) ?? throw IcebergException.Corrupt($"Table metadata has no sort order of its default id {DefaultSortOrderId}");

    public Snapshot? CurrentSnapshot => CurrentSnapshotId is { } id ? SnapshotById(id) : null;

    internal static ImmutableSortedDictionary<string, SnapshotRef> NoRefs { get; } =
        ImmutableSortedDictionary.Create<string, SnapshotRef>(StringComparer.Ordinal);

    public Schema? SchemaById(int schemaId) => Schemas.FirstOrDefault(schema => schema.SchemaId == schemaId);

    public PartitionSpec? SpecById(int specId) => PartitionSpecs.FirstOrDefault(spec => spec.SpecId == specId);

    public SortOrder? SortOrderById(int orderId) => SortOrders.FirstOrDefault(order => order.OrderId == orderId);

    public Snapshot? SnapshotById(long snapshotId)
    {
        for (var i = Snapshots.Length - 1; i >= 0; i--)
            if (Snapshots[i].SnapshotId == snapshotId) return Snapshots[i];
        return null;
    }

    /// <summary>A property, or null.</summary>
    public string? Property(string name) => Properties.GetValueOrDefault(name);

    /// <summary>The schema that a snapshot was written with: rows at a snapshot are read in it. The current one where the snapshot names none.</summary>
    public Schema SchemaOf(Snapshot snapshot) => (snapshot.SchemaId is { } id ? SchemaById(id) : null) ?? Schema;

    public byte[] ToJsonBytes() => JsonText.ToBytes(writer => TableMetadataJson.Write(writer, this));

    /// <summary>Reads a metadata file's content; one that begins as gzip does is unpacked.</summary>
    /// <param name="content">The file's content.</param>
    /// <param name="source">Its name, for errors.</param>
    /// <param name="before">An earlier state of the table, with which the result shares snapshots; null for none.</param>
    /// <exception cref="IcebergException">It is no valid table metadata, or of a version that this library does not know.</exception>
    public static TableMetadata FromJsonBytes(ReadOnlyMemory<byte> content, string source = "table metadata", TableMetadata? before = null) =>
        TableMetadataJson.Parse(MetadataCompression.Unpack(content, source), source, before);
}
