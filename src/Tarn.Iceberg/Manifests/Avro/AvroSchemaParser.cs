using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>Reads a schema's JSON: names are resolved by namespace, a name that is used inside its own definition is refused.</summary>
internal sealed class AvroSchemaParser
{
    const string Format = "Avro schema";

    readonly Dictionary<string, AvroSchema?> named = new(StringComparer.Ordinal);

    public static AvroSchema Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new AvroSchemaParser().Read(document.RootElement, "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw CorruptData.In(Format, "it is not the JSON of a schema", e);
        }
    }

    AvroSchema Read(JsonElement json, string space) => json.ValueKind switch
    {
        JsonValueKind.String => ReadName(json.GetString()!, space),
        JsonValueKind.Array => ReadUnion(json, space),
        JsonValueKind.Object => ReadObject(json, space),
        _ => throw CorruptData.In(Format, $"a type is written as {json.ValueKind}"),
    };

    AvroSchema ReadName(string name, string space)
    {
        if (Primitive(name) is { } kind) return Finish(new AvroSchema(kind));
        var full = FullName(name, space);
        if (!named.TryGetValue(full, out var schema) && !named.TryGetValue(name, out schema)) throw CorruptData.In(Format, $"the type '{name}' is not defined");
        return schema ?? throw CorruptData.Unsupported(Format, $"the type '{name}' contains itself");
    }

    AvroSchema ReadUnion(JsonElement json, string space)
    {
        var branches = json.EnumerateArray().Select(branch => Read(branch, space)).ToImmutableArray();
        return Finish(new AvroSchema(AvroKind.Union) { Branches = branches });
    }

    AvroSchema ReadObject(JsonElement json, string space)
    {
        var type = Required(json, "type");
        // {"type": {"type": …}} and {"type": [union]} are legal wrappers.
        if (type.ValueKind != JsonValueKind.String) return Read(type, space);
        return type.GetString()! switch
        {
            "record" or "error" => ReadRecord(json, space),
            "enum" => ReadEnum(json, space),
            "fixed" => ReadFixed(json, space),
            "array" => Finish(new AvroSchema(AvroKind.Array)
            {
                Element = Read(Required(json, "items"), space),
                ElementId = Int(json, "element-id"),
                LogicalType = Text(json, "logicalType"),
            }),
            "map" => Finish(new AvroSchema(AvroKind.Map)
            {
                Element = Read(Required(json, "values"), space),
                ElementId = Int(json, "value-id"),
                KeyId = Int(json, "key-id"),
            }),
            var name when Primitive(name) is { } kind => Finish(new AvroSchema(kind)
            {
                LogicalType = Text(json, "logicalType"),
                Scale = Int(json, "scale") ?? 0,
                Precision = Int(json, "precision") ?? 0,
                AdjustToUtc = json.TryGetProperty("adjust-to-utc", out var adjust) && adjust.ValueKind == JsonValueKind.True,
            }),
            var name => ReadName(name, space),
        };
    }

    AvroSchema ReadRecord(JsonElement json, string space)
    {
        var name = Declare(json, ref space);
        var fields = ImmutableArray.CreateBuilder<AvroField>();
        foreach (var field in Required(json, "fields").EnumerateArray())
            fields.Add(new AvroField(Required(field, "name").GetString()!, Int(field, "field-id"), Read(Required(field, "type"), space)));
        var record = Finish(new AvroSchema(AvroKind.Record) { Name = name, Fields = fields.ToImmutable(), LogicalType = Text(json, "logicalType") });
        named[name] = record;
        return record;
    }

    AvroSchema ReadEnum(JsonElement json, string space)
    {
        var name = Declare(json, ref space);
        var symbols = Required(json, "symbols").EnumerateArray().Select(symbol => symbol.GetString()!).ToImmutableArray();
        var schema = Finish(new AvroSchema(AvroKind.Enum) { Name = name, Symbols = symbols });
        named[name] = schema;
        return schema;
    }

    AvroSchema ReadFixed(JsonElement json, string space)
    {
        var name = Declare(json, ref space);
        var size = Int(json, "size") ?? throw CorruptData.In(Format, $"fixed '{name}' has no size");
        if (size < 0) throw CorruptData.In(Format, $"fixed '{name}' has size {size}");
        var schema = Finish(new AvroSchema(AvroKind.Fixed) { Name = name, FixedSize = size, LogicalType = Text(json, "logicalType"), Scale = Int(json, "scale") ?? 0, Precision = Int(json, "precision") ?? 0 });
        named[name] = schema;
        return schema;
    }

    /// <summary>Enters a name before its content is read, so that content that names it is seen to be recursive.</summary>
    string Declare(JsonElement json, ref string space)
    {
        var name = Required(json, "name").GetString()!;
        space = name.LastIndexOf('.') is >= 0 and var dot ? name[..dot] : Text(json, "namespace") ?? space;
        var full = FullName(name, space);
        // fastavro and Iceberg's Java writer repeat small records such as k117_v118 under one name: the last definition counts.
        named[full] = null;
        return full;
    }

    static AvroSchema Finish(AvroSchema schema)
    {
        schema.MinimumBytes = (int)Math.Min(int.MaxValue, schema.Kind switch
        {
            AvroKind.Null => 0L,
            AvroKind.Float => 4L,
            AvroKind.Double => 8L,
            AvroKind.Fixed => schema.FixedSize,
            AvroKind.Record => schema.Fields.Sum(field => (long)field.Schema.MinimumBytes),
            AvroKind.Union => 1L + (schema.Branches.IsEmpty ? 0 : schema.Branches.Min(branch => (long)branch.MinimumBytes)),
            _ => 1L,
        });
        return schema;
    }

    static string FullName(string name, string space) => space.Length == 0 || name.Contains('.') ? name : $"{space}.{name}";

    static AvroKind? Primitive(string name) => name switch
    {
        "null" => AvroKind.Null,
        "boolean" => AvroKind.Boolean,
        "int" => AvroKind.Int,
        "long" => AvroKind.Long,
        "float" => AvroKind.Float,
        "double" => AvroKind.Double,
        "bytes" => AvroKind.Bytes,
        "string" => AvroKind.String,
        _ => null,
    };

    static JsonElement Required(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : throw CorruptData.In(Format, $"'{name}' is missing");

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static int? Int(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value)) return null;
        // Some writers store custom properties as strings.
        if (value.ValueKind == JsonValueKind.String) return int.TryParse(value.GetString(), out var parsed) ? parsed : null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
    }
}
