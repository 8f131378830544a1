using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

/// <summary>Schemas as JSON. Spec: Appendix C, "Schemas".</summary>
internal static class SchemaJson
{
    static readonly HashSet<string> Known = ["type", "schema-id", "fields", "identifier-field-ids"];

    public static Schema Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw JsonRead.Wrong("schema", "an object", json);
        var identifiers = json.ListOrEmpty("identifier-field-ids", "schema", id => id.GetInt32());
        return new Schema(json.IntOrNull("schema-id", "schema") ?? 0, TypeJson.ReadStruct(json), identifiers)
        {
            Unknown = UnknownFields.Collect(json, Known),
        };
    }

    /// <param name="writer">Where to.</param>
    /// <param name="schema">What.</param>
    /// <param name="withId">False for the single <c>schema</c> of v1 metadata of writers that know no schema ids.</param>
    public static void Write(Utf8JsonWriter writer, Schema schema, bool withId = true)
    {
        writer.WriteStartObject();
        if (withId) writer.WriteNumber("schema-id", schema.SchemaId);
        if (!schema.IdentifierFieldIds.IsEmpty)
        {
            writer.WriteStartArray("identifier-field-ids");
            foreach (var id in schema.IdentifierFieldIds) writer.WriteNumberValue(id);
            writer.WriteEndArray();
        }
        TypeJson.WriteStructMembers(writer, schema.AsStruct);
        schema.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }
}
