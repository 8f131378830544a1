using System.Diagnostics;
using System.Text.Json;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Views;

/// <summary>View updates and requirements as JSON. REST catalog specification, <c>ViewUpdate</c> and <c>ViewRequirement</c>.</summary>
public static class ViewUpdateJson
{
    const string Owner = "view update";

    public static ViewUpdate Read(JsonElement json) => json.Text("action", Owner) switch
    {
        "assign-uuid" => new ViewUpdate.AssignUuid(TableRequirementJson.ReadUuid(json, Owner)),
        "upgrade-format-version" => new ViewUpdate.UpgradeFormatVersion(json.Int("format-version", Owner)),
        "add-schema" => new ViewUpdate.AddSchema(SchemaJson.Read(json.Required("schema", Owner))),
        "set-location" => new ViewUpdate.SetLocation(json.Text("location", Owner)),
        "set-properties" => new ViewUpdate.SetProperties(json.StringMap(json.Optional("updates") is null ? "updated" : "updates", Owner)),
        "remove-properties" => new ViewUpdate.RemoveProperties(
            json.List(json.Optional("removals") is null ? "removed" : "removals", Owner, static name => name.GetString() ?? "")),
        "add-view-version" => new ViewUpdate.AddViewVersion(ViewMetadataJson.ReadVersion(json.Required("view-version", Owner))),
        "set-current-view-version" => new ViewUpdate.SetCurrentViewVersion(json.Int("view-version-id", Owner)),
        var other => throw IcebergException.Unsupported($"Cannot parse metadata update: unknown action '{other}'"),
    };

    public static void Write(Utf8JsonWriter writer, ViewUpdate update)
    {
        writer.WriteStartObject();
        switch (update)
        {
            case ViewUpdate.AssignUuid assign:
                writer.WriteString("action", "assign-uuid");
                writer.WriteString("uuid", assign.Uuid.ToString("D"));
                break;
            case ViewUpdate.UpgradeFormatVersion upgrade:
                writer.WriteString("action", "upgrade-format-version");
                writer.WriteNumber("format-version", upgrade.FormatVersion);
                break;
            case ViewUpdate.AddSchema add:
                writer.WriteString("action", "add-schema");
                writer.WritePropertyName("schema");
                SchemaJson.Write(writer, add.Schema);
                break;
            case ViewUpdate.SetLocation set:
                writer.WriteString("action", "set-location");
                writer.WriteString("location", set.Location);
                break;
            case ViewUpdate.SetProperties set:
                writer.WriteString("action", "set-properties");
                writer.WriteStringMap("updates", set.Updates);
                break;
            case ViewUpdate.RemoveProperties remove:
                writer.WriteString("action", "remove-properties");
                writer.WriteStartArray("removals");
                foreach (var name in remove.Removals) writer.WriteStringValue(name);
                writer.WriteEndArray();
                break;
            case ViewUpdate.AddViewVersion add:
                writer.WriteString("action", "add-view-version");
                writer.WritePropertyName("view-version");
                ViewMetadataJson.WriteVersion(writer, add.Version);
                break;
            case ViewUpdate.SetCurrentViewVersion set:
                writer.WriteString("action", "set-current-view-version");
                writer.WriteNumber("view-version-id", set.VersionId);
                break;
            default:
                throw new UnreachableException();
        }
        writer.WriteEndObject();
    }

    public static ViewRequirement ReadRequirement(JsonElement json) => json.Text("type", "view requirement") switch
    {
        "assert-view-uuid" => new ViewRequirement.AssertViewUuid(TableRequirementJson.ReadUuid(json, "view requirement")),
        var other => throw IcebergException.Unsupported($"Cannot parse update requirement: unknown type '{other}'"),
    };

    public static void WriteRequirement(Utf8JsonWriter writer, ViewRequirement requirement)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "assert-view-uuid");
        writer.WriteString("uuid", ((ViewRequirement.AssertViewUuid)requirement).Uuid.ToString("D"));
        writer.WriteEndObject();
    }

    public static ViewUpdate FromJson(string json) => JsonText.Parse(json, Owner, Read);

    public static string ToJson(ViewUpdate update) => JsonText.ToText(writer => Write(writer, update));
}
