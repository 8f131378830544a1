using System.Text.Json;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>Namespaces and identifiers, in JSON and in URLs. REST catalog specification, <c>Namespace</c>, <c>TableIdentifier</c>.</summary>
public static class RestNames
{
    /// <summary>Joins the levels of a namespace in a URL.</summary>
    public const char LevelSeparator = '\u001f';

    /// <summary>A namespace from a decoded part of a URL; the empty text is the root.</summary>
    public static Namespace Parse(string decoded) => decoded.Length == 0 ? Namespace.Root : new Namespace([.. decoded.Split(LevelSeparator)]);

    public static Namespace ReadNamespace(JsonElement json, string member, string owner) => new(json.List(member, owner, level =>
        level.ValueKind == JsonValueKind.String ? level.GetString()! : throw JsonRead.Wrong($"{owner}: '{member}'", "an array of strings", level)));

    public static TableIdentifier ReadIdentifier(JsonElement json, string owner) => new(ReadNamespace(json, "namespace", owner), json.Text("name", owner));

    public static void Write(Utf8JsonWriter writer, string member, Namespace name)
    {
        writer.WriteStartArray(member);
        foreach (var level in name.Levels) writer.WriteStringValue(level);
        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, TableIdentifier identifier)
    {
        writer.WriteStartObject();
        Write(writer, "namespace", identifier.Namespace);
        writer.WriteString("name", identifier.Name);
        writer.WriteEndObject();
    }
}
