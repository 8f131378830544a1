using System.Collections.Immutable;
using System.Text.Json;

namespace Tarn.Iceberg.Json;

/// <summary>Typed reads from JSON objects whose errors name the object and the member.</summary>
internal static class JsonRead
{
    public static JsonElement Required(this JsonElement element, string name, string owner)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Wrong(owner, "an object", element);
        return element.TryGetProperty(name, out var value) ? value : throw IcebergException.Corrupt($"Cannot parse {owner}: missing field '{name}'");
    }

    /// <summary>The member, or null where it is absent or a JSON null.</summary>
    public static JsonElement? Optional(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static int Int(this JsonElement element, string name, string owner) =>
        element.Required(name, owner) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number)
            ? number
            : throw Wrong($"{owner}: '{name}'", "an int", element.Required(name, owner));

    public static long Long(this JsonElement element, string name, string owner) =>
        element.Required(name, owner) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            ? number
            : throw Wrong($"{owner}: '{name}'", "a long", element.Required(name, owner));

    public static string Text(this JsonElement element, string name, string owner) =>
        element.Required(name, owner) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw Wrong($"{owner}: '{name}'", "a string", element.Required(name, owner));

    public static bool Flag(this JsonElement element, string name, string owner) =>
        element.Required(name, owner) switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            var other => throw Wrong($"{owner}: '{name}'", "a boolean", other),
        };

    public static int? IntOrNull(this JsonElement element, string name, string owner) =>
        element.Optional(name) is null ? null : element.Int(name, owner);

    public static long? LongOrNull(this JsonElement element, string name, string owner) =>
        element.Optional(name) is null ? null : element.Long(name, owner);

    public static string? TextOrNull(this JsonElement element, string name, string owner) =>
        element.Optional(name) is null ? null : element.Text(name, owner);

    public static JsonElement.ArrayEnumerator Array(this JsonElement element, string name, string owner) =>
        element.Required(name, owner) is { ValueKind: JsonValueKind.Array } value
            ? value.EnumerateArray()
            : throw Wrong($"{owner}: '{name}'", "an array", element.Required(name, owner));

    public static ImmutableArray<T> List<T>(this JsonElement element, string name, string owner, Func<JsonElement, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        foreach (var item in element.Array(name, owner)) items.Add(read(item));
        return items.DrainToImmutable();
    }

    public static ImmutableArray<T> ListOrEmpty<T>(this JsonElement element, string name, string owner, Func<JsonElement, T> read) =>
        element.Optional(name) is null ? [] : element.List(name, owner, read);

    public static ImmutableSortedDictionary<string, string> StringMap(this JsonElement element, string name, string owner)
    {
        if (element.Optional(name) is not { } map) return StringMaps.Empty;
        if (map.ValueKind != JsonValueKind.Object) throw Wrong($"{owner}: '{name}'", "an object", map);
        var result = StringMaps.Empty.ToBuilder();
        foreach (var member in map.EnumerateObject())
            result[member.Name] = member.Value.ValueKind == JsonValueKind.String
                ? member.Value.GetString()!
                : throw Wrong($"{owner}: '{name}.{member.Name}'", "a string", member.Value);
        return result.ToImmutable();
    }

    public static void WriteStringMap(this Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> map)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in map) writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    public static IcebergException Wrong(string owner, string expected, JsonElement found)
    {
        var text = found.ValueKind == JsonValueKind.Undefined ? "nothing" : found.GetRawText();
        return IcebergException.Corrupt($"Cannot parse {owner}: not {expected}: {(text.Length > 200 ? text[..200] + "…" : text)}");
    }
}
