using System.Text.Json;

namespace Tarn.Engine.Sql.Select;

/// <summary>Reads the executor's syntax tree (json_serialize_sql): members may be absent, and "no position" is the greatest 64-bit number.</summary>
internal static class AstJson
{
    public static JsonElement? Member(this JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string Text(this JsonElement node, string name) =>
        node.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    public static IEnumerable<JsonElement> Items(this JsonElement node, string name) =>
        node.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The node's position in UTF-8 bytes, or null where it has none.</summary>
    public static long? Location(this JsonElement node) =>
        node.Member("query_location") is { ValueKind: JsonValueKind.Number } at && at.TryGetInt64(out var offset) ? offset : null;

    public static bool IsExpression(this JsonElement node, string expressionClass) => node.Text("class") == expressionClass;
}
