using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;

namespace Tarn.Iceberg.Metadata;

/// <summary>Table metadata as JSON. Spec: "Table Metadata Fields" and Appendix C, "Table Metadata and Snapshots".</summary>
internal static class TableMetadataJson
{
    const string Owner = "table metadata";

    static readonly HashSet<string> Known =
    [
        "format-version", "table-uuid", "location", "last-sequence-number", "last-updated-ms", "last-column-id", "schema", "schemas",
        "current-schema-id", "partition-spec", "partition-specs", "default-spec-id", "last-partition-id", "properties", "current-snapshot-id",
        "snapshots", "snapshot-log", "metadata-log", "sort-orders", "default-sort-order-id", "refs", "statistics", "partition-statistics",
        "next-row-id", "encryption-keys",
    ];

    /// <param name="json">The file's content.</param>
    /// <param name="source">Its name, for errors.</param>
    /// <param name="before">Another state of the same table: snapshots that both have are shared.</param>
    public static TableMetadata Parse(ReadOnlyMemory<byte> json, string source, TableMetadata? before = null)
    {
        try
        {
            return JsonText.Parse(json, source, root => Read(root, before));
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.InvalidArgument)
        {
            // What a caller may not pass, a file may not hold.
            throw IcebergException.Corrupt($"Cannot parse {source}: {e.Message}", e);
        }
    }

    public static TableMetadata Read(JsonElement json, TableMetadata? before = null)
    {
        var version = json.Int("format-version", Owner);
        if (version is < 1 or > TableMetadata.MaxFormatVersion)
            throw IcebergException.Unsupported($"Cannot read unsupported version {version} of table metadata; this library reads 1 to {TableMetadata.MaxFormatVersion}");
        var schemas = ReadSchemas(json, version, out var currentSchemaId);
        var specs = ReadSpecs(json, version, out var defaultSpecId);
        var orders = ReadSortOrders(json, version, out var defaultOrderId);
        var current = json.LongOrNull("current-snapshot-id", Owner) is { } id and not -1 ? id : (long?)null;
        var uuid = ReadUuid(json, version);
        var metadata = new TableMetadata
        {
            FormatVersion = version,
            TableUuid = uuid,
            Location = json.Text("location", Owner),
            LastSequenceNumber = version > 1 ? json.Long("last-sequence-number", Owner) : 0,
            LastUpdatedMs = json.Long("last-updated-ms", Owner),
            LastColumnId = json.Int("last-column-id", Owner),
            Schemas = schemas,
            CurrentSchemaId = currentSchemaId,
            PartitionSpecs = specs,
            DefaultSpecId = defaultSpecId,
            LastPartitionId = json.IntOrNull("last-partition-id", Owner) ?? LastPartitionId(specs, version),
            SortOrders = orders,
            DefaultSortOrderId = defaultOrderId,
            Properties = json.StringMap("properties", Owner),
            CurrentSnapshotId = current,
            Snapshots = uuid is not null && uuid == before?.TableUuid ? ReadSnapshots(json, before) : json.ListOrEmpty("snapshots", Owner, SnapshotJson.Read),
            SnapshotLog = json.ListOrEmpty("snapshot-log", Owner, ReadSnapshotLogEntry),
            MetadataLog = json.ListOrEmpty("metadata-log", Owner, ReadMetadataLogEntry),
            Refs = ReadRefs(json, current),
            Statistics = json.ListOrEmpty("statistics", Owner, StatisticsJson.Read),
            PartitionStatistics = json.ListOrEmpty("partition-statistics", Owner, StatisticsJson.ReadPartition),
            NextRowId = version >= 3 ? json.Long("next-row-id", Owner) : 0,
            EncryptionKeys = json.ListOrEmpty("encryption-keys", Owner, StatisticsJson.ReadKey),
            Unknown = UnknownFields.Collect(json, Known),
        };
        Check(metadata);
        return metadata;
    }

    public static void Write(Utf8JsonWriter writer, TableMetadata metadata)
    {
        writer.WriteStartObject();
        writer.WriteNumber("format-version", metadata.FormatVersion);
        if (metadata.TableUuid is { } uuid) writer.WriteString("table-uuid", uuid.ToString("D"));
        writer.WriteString("location", metadata.Location);
        if (metadata.FormatVersion > 1) writer.WriteNumber("last-sequence-number", metadata.LastSequenceNumber);
        writer.WriteNumber("last-updated-ms", metadata.LastUpdatedMs);
        writer.WriteNumber("last-column-id", metadata.LastColumnId);
        if (metadata.FormatVersion == 1)
        {
            // Readers that know v1 only look for these two. Spec: "Table Metadata Fields".
            writer.WritePropertyName("schema");
            SchemaJson.Write(writer, metadata.Schema);
            writer.WritePropertyName("partition-spec");
            PartitionSpecJson.WriteFields(writer, metadata.Spec);
        }
        writer.WriteNumber("current-schema-id", metadata.CurrentSchemaId);
        WriteList(writer, "schemas", metadata.Schemas, static (target, schema) => SchemaJson.Write(target, schema));
        writer.WriteNumber("default-spec-id", metadata.DefaultSpecId);
        WriteList(writer, "partition-specs", metadata.PartitionSpecs, PartitionSpecJson.Write);
        writer.WriteNumber("last-partition-id", metadata.LastPartitionId);
        writer.WriteNumber("default-sort-order-id", metadata.DefaultSortOrderId);
        WriteList(writer, "sort-orders", metadata.SortOrders, SortOrderJson.Write);
        writer.WriteStringMap("properties", metadata.Properties);
        WriteSnapshots(writer, metadata);
        metadata.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }

    static void WriteSnapshots(Utf8JsonWriter writer, TableMetadata metadata)
    {
        if (metadata.CurrentSnapshotId is { } current) writer.WriteNumber("current-snapshot-id", current);
        else if (metadata.FormatVersion >= 3) writer.WriteNull("current-snapshot-id");
        // Older readers know -1 only.
        else writer.WriteNumber("current-snapshot-id", -1);
        if (metadata.FormatVersion >= 3) writer.WriteNumber("next-row-id", metadata.NextRowId);
        if (!metadata.EncryptionKeys.IsEmpty) WriteList(writer, "encryption-keys", metadata.EncryptionKeys, StatisticsJson.WriteKey);
        writer.WriteStartObject("refs");
        foreach (var (name, reference) in metadata.Refs)
        {
            writer.WritePropertyName(name);
            SnapshotJson.WriteRef(writer, reference);
        }
        writer.WriteEndObject();
        WriteList(writer, "snapshots", metadata.Snapshots, SnapshotJson.Write);
        WriteList(writer, "statistics", metadata.Statistics, StatisticsJson.Write);
        WriteList(writer, "partition-statistics", metadata.PartitionStatistics, StatisticsJson.WritePartition);
        WriteList(writer, "snapshot-log", metadata.SnapshotLog, static (target, entry) =>
        {
            target.WriteStartObject();
            target.WriteNumber("timestamp-ms", entry.TimestampMs);
            target.WriteNumber("snapshot-id", entry.SnapshotId);
            target.WriteEndObject();
        });
        WriteList(writer, "metadata-log", metadata.MetadataLog, static (target, entry) =>
        {
            target.WriteStartObject();
            target.WriteNumber("timestamp-ms", entry.TimestampMs);
            target.WriteString("metadata-file", entry.MetadataFile);
            target.WriteEndObject();
        });
    }

    static void WriteList<T>(Utf8JsonWriter writer, string name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items) write(writer, item);
        writer.WriteEndArray();
    }

    /// <summary>Snapshots never change: of a table that grew by one, that one is read.</summary>
    static ImmutableArray<Snapshot> ReadSnapshots(JsonElement json, TableMetadata before)
    {
        var known = new Dictionary<long, Snapshot>(before.Snapshots.Length);
        foreach (var snapshot in before.Snapshots) known[snapshot.SnapshotId] = snapshot;
        return json.ListOrEmpty("snapshots", Owner, element => SnapshotJson.Read(element, known));
    }

    static Guid? ReadUuid(JsonElement json, int version)
    {
        var text = version > 1 ? json.Text("table-uuid", Owner) : json.TextOrNull("table-uuid", Owner);
        if (text is null) return null;
        return Guid.TryParse(text, out var uuid) ? uuid : throw IcebergException.Corrupt($"Cannot parse table metadata: table-uuid '{text}' is no UUID");
    }

    static ImmutableArray<Schema> ReadSchemas(JsonElement json, int version, out int currentId)
    {
        if (json.Optional("schemas") is not null)
        {
            currentId = json.Int("current-schema-id", Owner);
            return json.List("schemas", Owner, SchemaJson.Read);
        }
        if (version > 1) throw IcebergException.Corrupt($"Cannot parse table metadata: 'schemas' must exist in format v{version}");
        var schema = SchemaJson.Read(json.Required("schema", Owner));
        currentId = schema.SchemaId;
        return [schema];
    }

    static ImmutableArray<PartitionSpec> ReadSpecs(JsonElement json, int version, out int defaultId)
    {
        if (json.Optional("partition-specs") is not null)
        {
            defaultId = json.Int("default-spec-id", Owner);
            return json.List("partition-specs", Owner, PartitionSpecJson.Read);
        }
        if (version > 1) throw IcebergException.Corrupt($"Cannot parse table metadata: 'partition-specs' must exist in format v{version}");
        defaultId = 0;
        return [PartitionSpecJson.ReadFields(0, json.Required("partition-spec", Owner))];
    }

    static ImmutableArray<SortOrder> ReadSortOrders(JsonElement json, int version, out int defaultId)
    {
        if (json.Optional("sort-orders") is not null)
        {
            defaultId = json.Int("default-sort-order-id", Owner);
            return json.List("sort-orders", Owner, SortOrderJson.Read);
        }
        if (version > 1) throw IcebergException.Corrupt($"Cannot parse table metadata: 'sort-orders' must exist in format v{version}");
        defaultId = 0;
        return [SortOrder.Unsorted];
    }

    static int LastPartitionId(ImmutableArray<PartitionSpec> specs, int version) => version == 1
        ? specs.Max(spec => spec.HighestFieldId)
        : throw IcebergException.Corrupt($"Cannot parse table metadata: 'last-partition-id' must exist in format v{version}");

    /// <summary>Metadata without refs has one: main, at the current snapshot.</summary>
    static ImmutableSortedDictionary<string, SnapshotRef> ReadRefs(JsonElement json, long? current)
    {
        var refs = TableMetadata.NoRefs.ToBuilder();
        if (json.Optional("refs") is { ValueKind: JsonValueKind.Object } map)
            foreach (var member in map.EnumerateObject()) refs[member.Name] = SnapshotJson.ReadRef(member.Value, member.Name);
        if (current is { } id && !refs.ContainsKey(SnapshotRef.MainBranch)) refs[SnapshotRef.MainBranch] = SnapshotRef.Branch(id);
        return refs.ToImmutable();
    }

    static SnapshotLogEntry ReadSnapshotLogEntry(JsonElement json) => new(json.Long("timestamp-ms", "snapshot log"), json.Long("snapshot-id", "snapshot log"));

    static MetadataLogEntry ReadMetadataLogEntry(JsonElement json) => new(json.Long("timestamp-ms", "metadata log"), json.Text("metadata-file", "metadata log"));

    static void Check(TableMetadata metadata)
    {
        _ = metadata.Schema;
        _ = metadata.Spec;
        _ = metadata.SortOrder;
        if (metadata.CurrentSnapshotId is { } current && metadata.SnapshotById(current) is null)
            throw IcebergException.Corrupt($"Cannot parse table metadata: the current snapshot {current} is not in the list of snapshots");
        if (metadata.Refs.TryGetValue(SnapshotRef.MainBranch, out var main) && main.SnapshotId != metadata.CurrentSnapshotId)
            throw IcebergException.Corrupt($"Cannot parse table metadata: main is at {main.SnapshotId}, but the current snapshot is {metadata.CurrentSnapshotId}");
        foreach (var (name, reference) in metadata.Refs)
            if (metadata.SnapshotById(reference.SnapshotId) is null)
                throw IcebergException.Corrupt($"Cannot parse table metadata: the snapshot {reference.SnapshotId} of reference {name} does not exist");
        foreach (var snapshot in metadata.Snapshots)
            if (snapshot.SequenceNumber > metadata.LastSequenceNumber)
                throw IcebergException.Corrupt(
                    $"Invalid snapshot with sequence number {snapshot.SequenceNumber} greater than last sequence number {metadata.LastSequenceNumber}");
    }
}
