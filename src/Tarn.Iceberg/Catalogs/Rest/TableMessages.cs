using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;

namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>Requests and answers about tables. REST catalog specification, "Catalog API".</summary>
public static class TableMessages
{
    const string Owner = "table creation";

    /// <returns>The creation, and whether it is only to be staged.</returns>
    public static (TableCreation Creation, bool Staged) ReadCreation(JsonElement json, Namespace inside)
    {
        var creation = new TableCreation(new TableIdentifier(inside, json.Text("name", Owner)), SchemaJson.Read(json.Required("schema", Owner)))
        {
            Location = json.TextOrNull("location", Owner)?.TrimEnd('/'),
            Properties = json.StringMap("properties", Owner),
        };
        if (json.Optional("partition-spec") is { } spec) creation = creation with { Spec = PartitionSpecJson.ReadUnnumbered(spec) };
        if (json.Optional("write-order") is { } order) creation = creation with { SortOrder = SortOrderJson.Read(order) };
        return (creation, json.Optional("stage-create") is not null && json.Flag("stage-create", Owner));
    }

    public static void WriteCreation(Utf8JsonWriter writer, TableCreation creation, bool staged)
    {
        writer.WriteStartObject();
        writer.WriteString("name", creation.Identifier.Name);
        if (creation.Location is not null) writer.WriteString("location", creation.Location);
        writer.WritePropertyName("schema");
        SchemaJson.Write(writer, creation.Schema);
        writer.WritePropertyName("partition-spec");
        PartitionSpecJson.Write(writer, creation.Spec);
        writer.WritePropertyName("write-order");
        SortOrderJson.Write(writer, creation.SortOrder);
        writer.WriteBoolean("stage-create", staged);
        writer.WriteStringMap("properties", creation.Properties);
        writer.WriteEndObject();
    }

    /// <summary>A table's metadata with the file that holds it; without one for a table that is only staged.</summary>
    public static void WriteTable(Utf8JsonWriter writer, TableMetadata metadata, string? metadataLocation)
    {
        writer.WriteStartObject();
        if (metadataLocation is not null) writer.WriteString("metadata-location", metadataLocation);
        writer.WritePropertyName("metadata");
        TableMetadataJson.Write(writer, metadata);
        writer.WriteStartObject("config");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <param name="json">The answer.</param>
    /// <param name="before">An earlier state of the table, with which the result shares snapshots; null for none.</param>
    public static (TableMetadata Metadata, string? MetadataLocation) ReadTable(JsonElement json, TableMetadata? before = null) =>
        (TableMetadataJson.Read(json.Required("metadata", "table answer"), before), json.TextOrNull("metadata-location", "table answer"));

    /// <param name="json">A commit of one table, or one of a transaction.</param>
    /// <param name="named">The table that the URL names; null where the request itself has to.</param>
    public static TableCommit ReadCommit(JsonElement json, TableIdentifier? named) => new(
        named ?? RestNames.ReadIdentifier(json.Required("identifier", "table commit"), "identifier"),
        json.List("requirements", "table commit", TableRequirementJson.Read),
        json.List("updates", "table commit", TableUpdateJson.Read));

    public static void WriteCommit(Utf8JsonWriter writer, TableCommit commit)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("identifier");
        RestNames.Write(writer, commit.Identifier);
        writer.WriteStartArray("requirements");
        foreach (var requirement in commit.Requirements) TableRequirementJson.Write(writer, requirement);
        writer.WriteEndArray();
        writer.WriteStartArray("updates");
        foreach (var update in commit.Updates) TableUpdateJson.Write(writer, update);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static ImmutableArray<TableCommit> ReadTransaction(JsonElement json) => json.List("table-changes", "transaction", static change => ReadCommit(change, null));

    public static void WriteTransaction(Utf8JsonWriter writer, IEnumerable<TableCommit> commits)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("table-changes");
        foreach (var commit in commits) WriteCommit(writer, commit);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Of tables and of views.</summary>
    public static (TableIdentifier From, TableIdentifier To) ReadRename(JsonElement json) =>
        (RestNames.ReadIdentifier(json.Required("source", "rename"), "source"), RestNames.ReadIdentifier(json.Required("destination", "rename"), "destination"));

    public static void WriteRename(Utf8JsonWriter writer, TableIdentifier from, TableIdentifier to)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("source");
        RestNames.Write(writer, from);
        writer.WritePropertyName("destination");
        RestNames.Write(writer, to);
        writer.WriteEndObject();
    }

    /// <summary>Of tables and of views.</summary>
    public static (string Name, string MetadataLocation, bool Overwrite) ReadRegistration(JsonElement json) =>
        (json.Text("name", "registration"), json.Text("metadata-location", "registration"),
            json.Optional("overwrite") is not null && json.Flag("overwrite", "registration"));

    public static void WriteRegistration(Utf8JsonWriter writer, string name, string metadataLocation, bool overwrite)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("metadata-location", metadataLocation);
        if (overwrite) writer.WriteBoolean("overwrite", true);
        writer.WriteEndObject();
    }
}
