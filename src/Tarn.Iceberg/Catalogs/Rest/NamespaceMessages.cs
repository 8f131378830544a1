using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>Requests and answers about namespaces, and lists of names. REST catalog specification, "Catalog API".</summary>
public static class NamespaceMessages
{
    public static (Namespace Name, ImmutableSortedDictionary<string, string> Properties) ReadCreation(JsonElement json) =>
        (RestNames.ReadNamespace(json, "namespace", "namespace"), json.StringMap("properties", "namespace"));

    /// <summary>The request to create a namespace, and the answer that describes one: they are alike.</summary>
    public static void Write(Utf8JsonWriter writer, Namespace name, IReadOnlyDictionary<string, string> properties)
    {
        writer.WriteStartObject();
        RestNames.Write(writer, "namespace", name);
        writer.WriteStringMap("properties", properties);
        writer.WriteEndObject();
    }

    public static (ImmutableSortedDictionary<string, string> Updates, ImmutableArray<string> Removals) ReadUpdate(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw JsonRead.Wrong("namespace update", "an object", json);
        return (json.StringMap("updates", "namespace update"), json.ListOrEmpty("removals", "namespace update", static key => key.GetString() ?? ""));
    }

    public static void WriteUpdate(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> updates, IEnumerable<string> removals)
    {
        writer.WriteStartObject();
        WriteNames(writer, "removals", removals);
        writer.WriteStringMap("updates", updates);
        writer.WriteEndObject();
    }

    /// <param name="writer">Gets the answer to an update of properties.</param>
    /// <param name="updated">Keys that were set.</param>
    /// <param name="removed">Keys that were there and are gone.</param>
    /// <param name="missing">Keys that were to be removed and were not there.</param>
    public static void WriteUpdated(Utf8JsonWriter writer, IEnumerable<string> updated, IEnumerable<string> removed, IEnumerable<string> missing)
    {
        writer.WriteStartObject();
        WriteNames(writer, "updated", updated);
        WriteNames(writer, "removed", removed);
        WriteNames(writer, "missing", missing);
        writer.WriteEndObject();
    }

    public static ImmutableSortedDictionary<string, string> ReadProperties(JsonElement json) => json.StringMap("properties", "namespace");

    public static void WriteList(Utf8JsonWriter writer, IEnumerable<Namespace> names, string? nextPage)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("namespaces");
        foreach (var name in names)
        {
            writer.WriteStartArray();
            foreach (var level in name.Levels) writer.WriteStringValue(level);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteString("next-page-token", nextPage);
        writer.WriteEndObject();
    }

    public static (ImmutableArray<Namespace> Names, string? NextPage) ReadList(JsonElement json) =>
        (json.ListOrEmpty("namespaces", "namespace list", static item => new Namespace([.. item.EnumerateArray().Select(level => level.GetString() ?? "")])),
            json.TextOrNull("next-page-token", "namespace list"));

    /// <summary>A page of tables, views or functions.</summary>
    public static void WriteList(Utf8JsonWriter writer, IEnumerable<TableIdentifier> identifiers, string? nextPage)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("identifiers");
        foreach (var identifier in identifiers) RestNames.Write(writer, identifier);
        writer.WriteEndArray();
        writer.WriteString("next-page-token", nextPage);
        writer.WriteEndObject();
    }

    public static (ImmutableArray<TableIdentifier> Identifiers, string? NextPage) ReadIdentifiers(JsonElement json) =>
        (json.ListOrEmpty("identifiers", "list", static item => RestNames.ReadIdentifier(item, "identifier")), json.TextOrNull("next-page-token", "list"));

    static void WriteNames(Utf8JsonWriter writer, string member, IEnumerable<string> names)
    {
        writer.WriteStartArray(member);
        foreach (var name in names) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
