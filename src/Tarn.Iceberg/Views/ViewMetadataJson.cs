using System.Text.Json;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Views;

/// <summary>View metadata as JSON. View spec: "View Metadata", "Appendix A".</summary>
internal static class ViewMetadataJson
{
    const string Owner = "view metadata";

    static readonly HashSet<string> Known =
        ["view-uuid", "format-version", "location", "schemas", "current-version-id", "versions", "version-log", "properties"];

    static readonly HashSet<string> KnownVersion =
        ["version-id", "schema-id", "timestamp-ms", "summary", "representations", "default-catalog", "default-namespace"];

    static readonly HashSet<string> KnownRepresentation = ["type", "sql", "dialect"];

    public static ViewMetadata Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            return JsonText.Parse(json, source, Read);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.InvalidArgument)
        {
            throw IcebergException.Corrupt($"Cannot parse {source}: {e.Message}", e);
        }
    }

    public static ViewMetadata Read(JsonElement json)
    {
        var version = json.Int("format-version", Owner);
        if (version is < 1 or > ViewMetadata.MaxFormatVersion)
            throw IcebergException.Unsupported($"Cannot read unsupported version {version} of view metadata; this library reads {ViewMetadata.MaxFormatVersion}");
        var uuid = json.Text("view-uuid", Owner);
        var metadata = new ViewMetadata
        {
            FormatVersion = version,
            ViewUuid = Guid.TryParse(uuid, out var parsed) ? parsed : throw IcebergException.Corrupt($"Cannot parse view metadata: view-uuid '{uuid}' is no UUID"),
            Location = json.Text("location", Owner),
            Schemas = json.List("schemas", Owner, SchemaJson.Read),
            CurrentVersionId = json.Int("current-version-id", Owner),
            Versions = json.List("versions", Owner, ReadVersion),
            VersionLog = json.List("version-log", Owner, entry => new ViewVersionLogEntry(entry.Long("timestamp-ms", "version log"), entry.Int("version-id", "version log"))),
            Properties = json.StringMap("properties", Owner),
            Unknown = UnknownFields.Collect(json, Known),
        };
        _ = metadata.Schema;
        return metadata;
    }

    public static void Write(Utf8JsonWriter writer, ViewMetadata metadata)
    {
        writer.WriteStartObject();
        writer.WriteString("view-uuid", metadata.ViewUuid.ToString("D"));
        writer.WriteNumber("format-version", metadata.FormatVersion);
        writer.WriteString("location", metadata.Location);
        if (!metadata.Properties.IsEmpty) writer.WriteStringMap("properties", metadata.Properties);
        writer.WriteStartArray("schemas");
        foreach (var schema in metadata.Schemas) SchemaJson.Write(writer, schema);
        writer.WriteEndArray();
        writer.WriteNumber("current-version-id", metadata.CurrentVersionId);
        writer.WriteStartArray("versions");
        foreach (var version in metadata.Versions) WriteVersion(writer, version);
        writer.WriteEndArray();
        writer.WriteStartArray("version-log");
        foreach (var entry in metadata.VersionLog)
        {
            writer.WriteStartObject();
            writer.WriteNumber("timestamp-ms", entry.TimestampMs);
            writer.WriteNumber("version-id", entry.VersionId);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        metadata.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }

    public static ViewVersion ReadVersion(JsonElement json) => new(
        json.Int("version-id", "view version"),
        json.Int("schema-id", "view version"),
        json.Long("timestamp-ms", "view version"),
        json.List("representations", "view version", ReadRepresentation))
    {
        Summary = json.StringMap("summary", "view version"),
        DefaultCatalog = json.TextOrNull("default-catalog", "view version"),
        DefaultNamespace = new Namespace(json.List("default-namespace", "view version", level => level.GetString() ?? throw JsonRead.Wrong("default-namespace", "a list of strings", level))),
        Unknown = UnknownFields.Collect(json, KnownVersion),
    };

    public static void WriteVersion(Utf8JsonWriter writer, ViewVersion version)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version-id", version.VersionId);
        writer.WriteNumber("timestamp-ms", version.TimestampMs);
        writer.WriteNumber("schema-id", version.SchemaId);
        writer.WriteStringMap("summary", version.Summary);
        if (version.DefaultCatalog is not null) writer.WriteString("default-catalog", version.DefaultCatalog);
        writer.WriteStartArray("default-namespace");
        foreach (var level in version.DefaultNamespace.Levels) writer.WriteStringValue(level);
        writer.WriteEndArray();
        writer.WriteStartArray("representations");
        foreach (var representation in version.Representations) WriteRepresentation(writer, representation);
        writer.WriteEndArray();
        version.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }

    static ViewRepresentation ReadRepresentation(JsonElement json)
    {
        var type = json.Text("type", "view representation");
        var isSql = string.Equals(type, "sql", StringComparison.OrdinalIgnoreCase);
        return new ViewRepresentation(
            type,
            isSql ? json.Text("sql", "view representation") : json.TextOrNull("sql", "view representation"),
            isSql ? json.Text("dialect", "view representation") : json.TextOrNull("dialect", "view representation"))
        {
            Unknown = UnknownFields.Collect(json, KnownRepresentation),
        };
    }

    static void WriteRepresentation(Utf8JsonWriter writer, ViewRepresentation representation)
    {
        writer.WriteStartObject();
        writer.WriteString("type", representation.Type);
        if (representation.Sql is not null) writer.WriteString("sql", representation.Sql);
        if (representation.Dialect is not null) writer.WriteString("dialect", representation.Dialect);
        representation.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }
}
