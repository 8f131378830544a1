using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;

namespace Tarn.Iceberg.Commits;

/// <summary>Updates as JSON. REST catalog specification, <c>TableUpdate</c>.</summary>
public static class TableUpdateJson
{
    const string Owner = "table update";

    public static TableUpdate Read(JsonElement json) => json.Text("action", Owner) switch
    {
        "assign-uuid" => new TableUpdate.AssignUuid(TableRequirementJson.ReadUuid(json, Owner)),
        "upgrade-format-version" => new TableUpdate.UpgradeFormatVersion(json.Int("format-version", Owner)),
        "add-schema" => new TableUpdate.AddSchema(SchemaJson.Read(json.Required("schema", Owner))),
        "set-current-schema" => new TableUpdate.SetCurrentSchema(json.Int("schema-id", Owner)),
        "add-spec" => new TableUpdate.AddSpec(PartitionSpecJson.ReadUnnumbered(json.Required("spec", Owner))),
        "set-default-spec" => new TableUpdate.SetDefaultSpec(json.Int("spec-id", Owner)),
        "add-sort-order" => new TableUpdate.AddSortOrder(SortOrderJson.Read(json.Required("sort-order", Owner))),
        "set-default-sort-order" => new TableUpdate.SetDefaultSortOrder(json.Int("sort-order-id", Owner)),
        "add-snapshot" => new TableUpdate.AddSnapshot(SnapshotJson.Read(json.Required("snapshot", Owner))),
        "set-snapshot-ref" => ReadSetRef(json),
        "remove-snapshots" => new TableUpdate.RemoveSnapshots(json.List("snapshot-ids", Owner, static id => id.GetInt64())),
        "remove-snapshot-ref" => new TableUpdate.RemoveSnapshotRef(json.Text("ref-name", Owner)),
        "set-location" => new TableUpdate.SetLocation(json.Text("location", Owner)),
        // "updated" and "removed" are the names of early clients.
        "set-properties" => new TableUpdate.SetProperties(json.StringMap(json.Optional("updates") is null ? "updated" : "updates", Owner)),
        "remove-properties" => new TableUpdate.RemoveProperties(
            json.List(json.Optional("removals") is null ? "removed" : "removals", Owner, static name => name.GetString() ?? "")),
        "set-statistics" => new TableUpdate.SetStatistics(StatisticsJson.Read(json.Required("statistics", Owner))),
        "remove-statistics" => new TableUpdate.RemoveStatistics(json.Long("snapshot-id", Owner)),
        "set-partition-statistics" =>
            new TableUpdate.SetPartitionStatistics(StatisticsJson.ReadPartition(json.Required("partition-statistics", Owner))),
        "remove-partition-statistics" => new TableUpdate.RemovePartitionStatistics(json.Long("snapshot-id", Owner)),
        "remove-partition-specs" => new TableUpdate.RemovePartitionSpecs(json.List("spec-ids", Owner, static id => id.GetInt32())),
        "remove-schemas" => new TableUpdate.RemoveSchemas(json.List("schema-ids", Owner, static id => id.GetInt32())),
        "add-encryption-key" => new TableUpdate.AddEncryptionKey(StatisticsJson.ReadKey(json.Required("encryption-key", Owner))),
        "remove-encryption-key" => new TableUpdate.RemoveEncryptionKey(json.Text("key-id", Owner)),
        var other => throw IcebergException.Unsupported($"Cannot parse metadata update: unknown action '{other}'"),
    };

    public static void Write(Utf8JsonWriter writer, TableUpdate update)
    {
        writer.WriteStartObject();
        writer.WriteString("action", ActionOf(update));
        WriteMembers(writer, update);
        writer.WriteEndObject();
    }

    public static TableUpdate FromJson(string json) => JsonText.Parse(json, Owner, Read);

    public static string ToJson(TableUpdate update) => JsonText.ToText(writer => Write(writer, update));

    static TableUpdate.SetSnapshotRef ReadSetRef(JsonElement json)
    {
        var name = json.Text("ref-name", Owner);
        // The reference's members stand beside the update's own.
        return new TableUpdate.SetSnapshotRef(name, SnapshotJson.ReadRef(json, name) with { Unknown = UnknownFields.None });
    }

    static string ActionOf(TableUpdate update) => update switch
    {
        TableUpdate.AssignUuid => "assign-uuid",
        TableUpdate.UpgradeFormatVersion => "upgrade-format-version",
        TableUpdate.AddSchema => "add-schema",
        TableUpdate.SetCurrentSchema => "set-current-schema",
        TableUpdate.AddSpec => "add-spec",
        TableUpdate.SetDefaultSpec => "set-default-spec",
        TableUpdate.AddSortOrder => "add-sort-order",
        TableUpdate.SetDefaultSortOrder => "set-default-sort-order",
        TableUpdate.AddSnapshot => "add-snapshot",
        TableUpdate.SetSnapshotRef => "set-snapshot-ref",
        TableUpdate.RemoveSnapshots => "remove-snapshots",
        TableUpdate.RemoveSnapshotRef => "remove-snapshot-ref",
        TableUpdate.SetLocation => "set-location",
        TableUpdate.SetProperties => "set-properties",
        TableUpdate.RemoveProperties => "remove-properties",
        TableUpdate.SetStatistics => "set-statistics",
        TableUpdate.RemoveStatistics => "remove-statistics",
        TableUpdate.SetPartitionStatistics => "set-partition-statistics",
        TableUpdate.RemovePartitionStatistics => "remove-partition-statistics",
        TableUpdate.RemovePartitionSpecs => "remove-partition-specs",
        TableUpdate.RemoveSchemas => "remove-schemas",
        TableUpdate.AddEncryptionKey => "add-encryption-key",
        TableUpdate.RemoveEncryptionKey => "remove-encryption-key",
        _ => throw new UnreachableException($"No action for {update.GetType().Name}"),
    };

    static void WriteMembers(Utf8JsonWriter writer, TableUpdate update)
    {
        switch (update)
        {
            case TableUpdate.AssignUuid assign: writer.WriteString("uuid", assign.Uuid.ToString("D")); break;
            case TableUpdate.UpgradeFormatVersion upgrade: writer.WriteNumber("format-version", upgrade.FormatVersion); break;
            case TableUpdate.AddSchema add: WriteObject(writer, "schema", add.Schema, static (target, schema) => SchemaJson.Write(target, schema)); break;
            case TableUpdate.SetCurrentSchema set: writer.WriteNumber("schema-id", set.SchemaId); break;
            case TableUpdate.AddSpec add: WriteObject(writer, "spec", add.Spec, PartitionSpecJson.Write); break;
            case TableUpdate.SetDefaultSpec set: writer.WriteNumber("spec-id", set.SpecId); break;
            case TableUpdate.AddSortOrder add: WriteObject(writer, "sort-order", add.SortOrder, SortOrderJson.Write); break;
            case TableUpdate.SetDefaultSortOrder set: writer.WriteNumber("sort-order-id", set.SortOrderId); break;
            case TableUpdate.AddSnapshot add: WriteObject(writer, "snapshot", add.Snapshot, SnapshotJson.Write); break;
            case TableUpdate.SetSnapshotRef set:
                writer.WriteString("ref-name", set.RefName);
                SnapshotJson.WriteRefMembers(writer, set.Ref);
                break;
            case TableUpdate.RemoveSnapshots remove: WriteNumbers(writer, "snapshot-ids", remove.SnapshotIds); break;
            case TableUpdate.RemoveSnapshotRef remove: writer.WriteString("ref-name", remove.RefName); break;
            case TableUpdate.SetLocation set: writer.WriteString("location", set.Location); break;
            case TableUpdate.SetProperties set: writer.WriteStringMap("updates", set.Updates); break;
            case TableUpdate.RemoveProperties remove:
                writer.WriteStartArray("removals");
                foreach (var name in remove.Removals) writer.WriteStringValue(name);
                writer.WriteEndArray();
                break;
            case TableUpdate.SetStatistics set: WriteObject(writer, "statistics", set.Statistics, StatisticsJson.Write); break;
            case TableUpdate.RemoveStatistics remove: writer.WriteNumber("snapshot-id", remove.SnapshotId); break;
            case TableUpdate.SetPartitionStatistics set:
                WriteObject(writer, "partition-statistics", set.PartitionStatistics, StatisticsJson.WritePartition);
                break;
            case TableUpdate.RemovePartitionStatistics remove: writer.WriteNumber("snapshot-id", remove.SnapshotId); break;
            case TableUpdate.RemovePartitionSpecs remove: WriteNumbers(writer, "spec-ids", [.. remove.SpecIds.Select(static id => (long)id)]); break;
            case TableUpdate.RemoveSchemas remove: WriteNumbers(writer, "schema-ids", [.. remove.SchemaIds.Select(static id => (long)id)]); break;
            case TableUpdate.AddEncryptionKey add: WriteObject(writer, "encryption-key", add.EncryptionKey, StatisticsJson.WriteKey); break;
            case TableUpdate.RemoveEncryptionKey remove: writer.WriteString("key-id", remove.KeyId); break;
        }
    }

    static void WriteObject<T>(Utf8JsonWriter writer, string name, T value, Action<Utf8JsonWriter, T> write)
    {
        writer.WritePropertyName(name);
        write(writer, value);
    }

    static void WriteNumbers(Utf8JsonWriter writer, string name, ImmutableArray<long> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}
