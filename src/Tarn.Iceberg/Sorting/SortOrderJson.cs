using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Sorting;

/// <summary>Sort orders as JSON. Spec: Appendix C, "Sort Orders".</summary>
internal static class SortOrderJson
{
    static readonly HashSet<string> KnownMembers = ["order-id", "fields"];
    static readonly HashSet<string> KnownFieldMembers = ["transform", "source-id", "source-ids", "direction", "null-order"];

    public static SortOrder Read(JsonElement json) => new(json.Int("order-id", "sort order"), json.List("fields", "sort order", ReadField))
    {
        Unknown = UnknownFields.Collect(json, KnownMembers),
    };

    public static void Write(Utf8JsonWriter writer, SortOrder order)
    {
        writer.WriteStartObject();
        writer.WriteNumber("order-id", order.OrderId);
        writer.WriteStartArray("fields");
        foreach (var field in order.Fields)
        {
            writer.WriteStartObject();
            writer.WriteString("transform", field.Transform.ToString());
            PartitionSpecJson.WriteSources(writer, field.SourceIds);
            writer.WriteString("direction", field.Direction == SortDirection.Asc ? "asc" : "desc");
            writer.WriteString("null-order", field.NullOrder == NullOrder.NullsFirst ? "nulls-first" : "nulls-last");
            field.Unknown.WriteTo(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        order.Unknown.WriteTo(writer);
        writer.WriteEndObject();
    }

    static SortField ReadField(JsonElement json)
    {
        var direction = json.Text("direction", "sort field").ToLowerInvariant() switch
        {
            "asc" => SortDirection.Asc,
            "desc" => SortDirection.Desc,
            var other => throw IcebergException.Corrupt($"Cannot parse sort field: direction '{other}' is neither asc nor desc"),
        };
        var nulls = json.Text("null-order", "sort field").ToLowerInvariant() switch
        {
            "nulls-first" => NullOrder.NullsFirst,
            "nulls-last" => NullOrder.NullsLast,
            var other => throw IcebergException.Corrupt($"Cannot parse sort field: null order '{other}' is neither nulls-first nor nulls-last"),
        };
        return new SortField(PartitionSpecJson.Sources(json, "sort field"), Transform.Parse(json.Text("transform", "sort field")), direction, nulls)
        {
            Unknown = UnknownFields.Collect(json, KnownFieldMembers),
        };
    }
}
