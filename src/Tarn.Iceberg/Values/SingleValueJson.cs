using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Values;

/// <summary>Single values as JSON: defaults and literals. Spec: Appendix D, "JSON single-value serialization".</summary>
/// <remarks>NaN and infinities, for which JSON has no number, are written as strings; so Tarn reads them too.</remarks>
public static class SingleValueJson
{
    public static void Write(Utf8JsonWriter writer, IcebergType type, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number when type.Kind == TypeKind.Int: writer.WriteNumberValue(number); break;
            case long number when type.Kind == TypeKind.Long: writer.WriteNumberValue(number); break;
            case float or double: WriteFloating(writer, FloatingText.Format(value)); break;
            case IcebergDecimal { Scale: < 0 } number: writer.WriteStringValue(number.ToScientific()); break;
            case byte[] bytes: writer.WriteStringValue(Convert.ToHexString(bytes)); break;
            case StructValue structValue: WriteStruct(writer, (StructType)type, structValue); break;
            case ListValue list: WriteArray(writer, ((ListType)type).Element.Type, list.Elements); break;
            case MapValue map:
                writer.WriteStartObject();
                writer.WritePropertyName("keys");
                WriteArray(writer, ((MapType)type).Key.Type, map.Keys);
                writer.WritePropertyName("values");
                WriteArray(writer, ((MapType)type).Value.Type, map.Values);
                writer.WriteEndObject();
                break;
            default: writer.WriteStringValue(ValueText.Plain(type, value)); break;
        }
    }

    public static string ToText(IcebergType type, object? value) => JsonText.ToText(writer => Write(writer, type, value));

    /// <exception cref="IcebergException">The JSON is no value of the type.</exception>
    public static object? Read(IcebergType type, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        object? value = type switch
        {
            StructType structType when json.ValueKind == JsonValueKind.Object => ReadStruct(structType, json),
            ListType list when json.ValueKind == JsonValueKind.Array => new ListValue(ReadArray(list.Element.Type, json)),
            MapType map when json.ValueKind == JsonValueKind.Object =>
                new MapValue(ReadArray(map.Key.Type, json.Required("keys", "map value")), ReadArray(map.Value.Type, json.Required("values", "map value"))),
            PrimitiveType primitive => ReadPrimitive(primitive, json),
            _ => null,
        };
        return value ?? throw IcebergException.Corrupt($"Cannot parse default as a {type} value: {json.GetRawText()}");
    }

    public static object? Read(IcebergType type, string json) => JsonText.Parse(json, $"{type} value", element => Read(type, element));

    static object? ReadPrimitive(PrimitiveType type, JsonElement json) => (json.ValueKind, type.Kind) switch
    {
        (JsonValueKind.True, TypeKind.Boolean) => true,
        (JsonValueKind.False, TypeKind.Boolean) => false,
        (JsonValueKind.Number, TypeKind.Int) => json.TryGetInt32(out var number) ? number : null,
        (JsonValueKind.Number, TypeKind.Long) => json.TryGetInt64(out var number) ? number : null,
        (JsonValueKind.Number, TypeKind.Float) => json.GetSingle(),
        (JsonValueKind.Number, TypeKind.Double) => json.GetDouble(),
        (JsonValueKind.String, TypeKind.Int or TypeKind.Long or TypeKind.Boolean) => null,
        (JsonValueKind.String, _) => ValueText.TryParse(type, json.GetString()!),
        _ => null,
    };

    static StructValue ReadStruct(StructType type, JsonElement json)
    {
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<int, object?>>();
        foreach (var field in type.Fields)
            if (json.TryGetProperty(field.Id.ToString(CultureInfo.InvariantCulture), out var member))
                fields.Add(new(field.Id, Read(field.Type, member)));
        return new(fields.DrainToImmutable());
    }

    static ImmutableArray<object?> ReadArray(IcebergType element, JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
            ? [.. json.EnumerateArray().Select(item => Read(element, item))]
            : throw JsonRead.Wrong($"values of type {element}", "an array", json);

    static void WriteStruct(Utf8JsonWriter writer, StructType type, StructValue value)
    {
        writer.WriteStartObject();
        foreach (var (id, member) in value.Fields)
        {
            writer.WritePropertyName(id.ToString(CultureInfo.InvariantCulture));
            Write(writer, type.Fields.First(field => field.Id == id).Type, member);
        }
        writer.WriteEndObject();
    }

    static void WriteArray(Utf8JsonWriter writer, IcebergType element, ImmutableArray<object?> values)
    {
        writer.WriteStartArray();
        foreach (var value in values) Write(writer, element, value);
        writer.WriteEndArray();
    }

    static void WriteFloating(Utf8JsonWriter writer, string text)
    {
        if (text[^1] is 'N' or 'y') writer.WriteStringValue(text);
        else writer.WriteRawValue(text, skipInputValidation: true);
    }
}
