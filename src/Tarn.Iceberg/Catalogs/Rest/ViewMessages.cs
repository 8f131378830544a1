using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Views;

namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>Requests and answers about views. REST catalog specification, "Catalog API".</summary>
public static class ViewMessages
{
    const string Owner = "view creation";

    public static ViewCreation ReadCreation(JsonElement json, Namespace inside) => new(
        new TableIdentifier(inside, json.Text("name", Owner)),
        SchemaJson.Read(json.Required("schema", Owner)),
        ViewMetadataJson.ReadVersion(json.Required("view-version", Owner)))
    {
        Location = json.TextOrNull("location", Owner)?.TrimEnd('/'),
        Properties = json.StringMap("properties", Owner),
    };

    public static void WriteCreation(Utf8JsonWriter writer, ViewCreation creation)
    {
        writer.WriteStartObject();
        writer.WriteString("name", creation.Identifier.Name);
        if (creation.Location is not null) writer.WriteString("location", creation.Location);
        writer.WritePropertyName("schema");
        SchemaJson.Write(writer, creation.Schema);
        writer.WritePropertyName("view-version");
        ViewMetadataJson.WriteVersion(writer, creation.Version);
        writer.WriteStringMap("properties", creation.Properties);
        writer.WriteEndObject();
    }

    public static void WriteView(Utf8JsonWriter writer, ViewMetadata metadata, string metadataLocation)
    {
        writer.WriteStartObject();
        writer.WriteString("metadata-location", metadataLocation);
        writer.WritePropertyName("metadata");
        ViewMetadataJson.Write(writer, metadata);
        writer.WriteStartObject("config");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static (ViewMetadata Metadata, string MetadataLocation) ReadView(JsonElement json) =>
        (ViewMetadataJson.Read(json.Required("metadata", "view answer")), json.Text("metadata-location", "view answer"));

    public static ViewCommit ReadCommit(JsonElement json, TableIdentifier named) => new(
        named,
        json.ListOrEmpty("requirements", "view commit", ViewUpdateJson.ReadRequirement),
        json.List("updates", "view commit", ViewUpdateJson.Read));

    public static void WriteCommit(Utf8JsonWriter writer, ViewCommit commit)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("identifier");
        RestNames.Write(writer, commit.Identifier);
        writer.WriteStartArray("requirements");
        foreach (var requirement in commit.Requirements) ViewUpdateJson.WriteRequirement(writer, requirement);
        writer.WriteEndArray();
        writer.WriteStartArray("updates");
        foreach (var update in commit.Updates) ViewUpdateJson.Write(writer, update);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
