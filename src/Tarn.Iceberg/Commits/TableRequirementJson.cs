using System.Diagnostics;
using System.Text.Json;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Commits;

/// <summary>Requirements as JSON. REST catalog specification, <c>TableRequirement</c>.</summary>
public static class TableRequirementJson
{
    const string Owner = "table requirement";

    public static TableRequirement Read(JsonElement json) => json.Text("type", Owner) switch
    {
        "assert-create" => new TableRequirement.AssertCreate(),
        "assert-table-uuid" => new TableRequirement.AssertTableUuid(ReadUuid(json, Owner)),
        "assert-ref-snapshot-id" => new TableRequirement.AssertRefSnapshotId(json.Text("ref", Owner), json.LongOrNull("snapshot-id", Owner)),
        "assert-last-assigned-field-id" => new TableRequirement.AssertLastAssignedFieldId(json.Int("last-assigned-field-id", Owner)),
        "assert-current-schema-id" => new TableRequirement.AssertCurrentSchemaId(json.Int("current-schema-id", Owner)),
        "assert-last-assigned-partition-id" => new TableRequirement.AssertLastAssignedPartitionId(json.Int("last-assigned-partition-id", Owner)),
        "assert-default-spec-id" => new TableRequirement.AssertDefaultSpecId(json.Int("default-spec-id", Owner)),
        "assert-default-sort-order-id" => new TableRequirement.AssertDefaultSortOrderId(json.Int("default-sort-order-id", Owner)),
        var other => throw IcebergException.Unsupported($"Cannot parse update requirement: unknown type '{other}'"),
    };

    public static void Write(Utf8JsonWriter writer, TableRequirement requirement)
    {
        writer.WriteStartObject();
        switch (requirement)
        {
            case TableRequirement.AssertCreate:
                writer.WriteString("type", "assert-create");
                break;
            case TableRequirement.AssertTableUuid uuid:
                writer.WriteString("type", "assert-table-uuid");
                writer.WriteString("uuid", uuid.Uuid.ToString("D"));
                break;
            case TableRequirement.AssertRefSnapshotId reference:
                writer.WriteString("type", "assert-ref-snapshot-id");
                writer.WriteString("ref", reference.Ref);
                if (reference.SnapshotId is { } snapshotId) writer.WriteNumber("snapshot-id", snapshotId);
                else writer.WriteNull("snapshot-id");
                break;
            default:
                var (name, id) = NumberOf(requirement);
                writer.WriteString("type", $"assert-{name}");
                writer.WriteNumber(name, id);
                break;
        }
        writer.WriteEndObject();
    }

    public static TableRequirement FromJson(string json) => JsonText.Parse(json, Owner, Read);

    public static string ToJson(TableRequirement requirement) => JsonText.ToText(writer => Write(writer, requirement));

    internal static Guid ReadUuid(JsonElement json, string owner) => Guid.TryParse(json.Text("uuid", owner), out var uuid)
        ? uuid
        : throw IcebergException.Corrupt($"Cannot parse {owner}: '{json.Text("uuid", owner)}' is no UUID");

    static (string Name, int Id) NumberOf(TableRequirement requirement) => requirement switch
    {
        TableRequirement.AssertLastAssignedFieldId wanted => ("last-assigned-field-id", wanted.LastAssignedFieldId),
        TableRequirement.AssertCurrentSchemaId wanted => ("current-schema-id", wanted.CurrentSchemaId),
        TableRequirement.AssertLastAssignedPartitionId wanted => ("last-assigned-partition-id", wanted.LastAssignedPartitionId),
        TableRequirement.AssertDefaultSpecId wanted => ("default-spec-id", wanted.DefaultSpecId),
        TableRequirement.AssertDefaultSortOrderId wanted => ("default-sort-order-id", wanted.DefaultSortOrderId),
        _ => throw new UnreachableException(),
    };
}
