using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Partitioning;

/// <summary>Partition specs as JSON. Spec: Appendix C, "Partition Specs".</summary>
internal static class PartitionSpecJson
{
    static readonly HashSet<string> KnownMembers = ["spec-id", "fields"];
    static readonly HashSet<string> KnownFieldMembers = ["source-id", "source-ids", "field-id", "name", "transform"];

    public static PartitionSpec Read(JsonElement json) =>
        ReadFields(json.IntOrNull("spec-id", "partition spec") ?? 0, json.Required("fields", "partition spec")) with
        {
            Unknown = UnknownFields.Collect(json, KnownMembers),
        };

    /// <summary>A spec of a request: fields that bring no id keep 0, which asks the table for one.</summary>
    public static PartitionSpec ReadUnnumbered(JsonElement json)
    {
        var spec = Read(json);
        var given = json.List("fields", "partition spec", field => field.IntOrNull("field-id", "partition field"));
        return spec with { Fields = [.. spec.Fields.Select((field, i) => given[i] is null ? field with { FieldId = 0 } : field)] };
    }

    /// <summary>Fields without ids (v1) get them counting up from 1000, as the reference did.</summary>
    public static PartitionSpec ReadFields(int specId, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) throw JsonRead.Wrong("partition spec fields", "an array", json);
        var fields = ImmutableArray.CreateBuilder<PartitionField>();
        foreach (var field in json.EnumerateArray())
        {
            var fieldId = field.IntOrNull("field-id", "partition field") ?? PartitionField.FirstFieldId + fields.Count;
            var transform = Transform.Parse(field.Text("transform", "partition field"));
            fields.Add(new PartitionField(Sources(field, "partition field"), fieldId, field.Text("name", "partition field"), transform)
            {
                Unknown = UnknownFields.Collect(field, KnownFieldMembers),
            });
        }
        return new PartitionSpec(specId, fields.DrainToImmutable());
    }

    public static void Write(Utf8JsonWriter writer, PartitionSpec spec)
    {
        writer.WriteStartObject();
        writer.WriteNumber("spec-id", spec.SpecId);
        writer.WritePropertyName("fields");
        WriteFields(writer, spec);
        spec.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }

    public static void WriteFields(Utf8JsonWriter writer, PartitionSpec spec)
    {
        writer.WriteStartArray();
        foreach (var field in spec.Fields)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field.Name);
            writer.WriteString("transform", field.Transform.ToString());
            WriteSources(writer, field.SourceIds);
            if (field.FieldId > 0) writer.WriteNumber("field-id", field.FieldId);
            field.Unknown.WriteTo(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    internal static ImmutableArray<int> Sources(JsonElement field, string owner)
    {
        if (field.Optional("source-id") is not null) return [field.Int("source-id", owner)];
        var sources = field.List("source-ids", owner, id => id.GetInt32());
        return sources.IsEmpty ? throw IcebergException.Corrupt($"Cannot parse {owner}: source-ids is empty") : sources;
    }

    internal static void WriteSources(Utf8JsonWriter writer, ImmutableArray<int> sources)
    {
        if (sources.Length == 1)
        {
            writer.WriteNumber("source-id", sources[0]);
            return;
        }
        writer.WriteStartArray("source-ids");
        foreach (var source in sources) writer.WriteNumberValue(source);
        writer.WriteEndArray();
    }
}
