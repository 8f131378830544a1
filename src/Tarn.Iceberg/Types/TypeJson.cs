using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Types;

/// <summary>Types and fields as JSON. Spec: Appendix C, "Schemas".</summary>
internal static class TypeJson
{
    static readonly HashSet<string> KnownFieldMembers = ["id", "name", "required", "type", "doc", "initial-default", "write-default"];

    public static IcebergType Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return TypeText.Parse(json.GetString()!);
        return json.Text("type", "type") switch
        {
            "struct" => ReadStruct(json),
            "list" => new ListType(json.Int("element-id", "list type"), Read(json.Required("element", "list type")), json.Flag("element-required", "list type")),
            "map" => new MapType(
                json.Int("key-id", "map type"),
                Read(json.Required("key", "map type")),
                json.Int("value-id", "map type"),
                Read(json.Required("value", "map type")),
                json.Flag("value-required", "map type")),
            var other => throw IcebergException.Corrupt($"Cannot parse type from JSON: '{other}' is no struct, list or map"),
        };
    }

    public static StructType ReadStruct(JsonElement json) => new(json.List("fields", "struct type", ReadField));

    public static void Write(Utf8JsonWriter writer, IcebergType type)
    {
        switch (type)
        {
            case StructType structType:
                writer.WriteStartObject();
                WriteStructMembers(writer, structType);
                writer.WriteEndObject();
                break;
            case ListType list:
                writer.WriteStartObject();
                writer.WriteString("type", "list");
                writer.WriteNumber("element-id", list.Element.Id);
                writer.WritePropertyName("element");
                Write(writer, list.Element.Type);
                writer.WriteBoolean("element-required", list.Element.Required);
                writer.WriteEndObject();
                break;
            case MapType map:
                writer.WriteStartObject();
                writer.WriteString("type", "map");
                writer.WriteNumber("key-id", map.Key.Id);
                writer.WritePropertyName("key");
                Write(writer, map.Key.Type);
                writer.WriteNumber("value-id", map.Value.Id);
                writer.WritePropertyName("value");
                Write(writer, map.Value.Type);
                writer.WriteBoolean("value-required", map.Value.Required);
                writer.WriteEndObject();
                break;
            case GeographyType geography:
                writer.WriteStringValue(geography.Written);
                break;
            default:
                writer.WriteStringValue(type.ToString());
                break;
        }
    }

    public static void WriteStructMembers(Utf8JsonWriter writer, StructType type)
    {
        writer.WriteString("type", "struct");
        writer.WriteStartArray("fields");
        foreach (var field in type.Fields) WriteField(writer, field);
        writer.WriteEndArray();
    }

    static NestedField ReadField(JsonElement json)
    {
        var type = Read(json.Required("type", "struct field"));
        return new NestedField(json.Int("id", "struct field"), json.Text("name", "struct field"), type, json.Flag("required", "struct field"))
        {
            Doc = json.TextOrNull("doc", "struct field"),
            InitialDefault = json.Optional("initial-default") is { } initial ? SingleValueJson.Read(type, initial) : null,
            WriteDefault = json.Optional("write-default") is { } write ? SingleValueJson.Read(type, write) : null,
            Unknown = UnknownFields.Collect(json, KnownFieldMembers),
        };
    }

    static void WriteField(Utf8JsonWriter writer, NestedField field)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", field.Id);
        writer.WriteString("name", field.Name);
        writer.WriteBoolean("required", field.Required);
        writer.WritePropertyName("type");
        Write(writer, field.Type);
        if (field.InitialDefault is not null)
        {
            writer.WritePropertyName("initial-default");
            SingleValueJson.Write(writer, field.Type, field.InitialDefault);
        }
        if (field.WriteDefault is not null)
        {
            writer.WritePropertyName("write-default");
            SingleValueJson.Write(writer, field.Type, field.WriteDefault);
        }
        if (field.Doc is not null) writer.WriteString("doc", field.Doc);
        field.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }
}
