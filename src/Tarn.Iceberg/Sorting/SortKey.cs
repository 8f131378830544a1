using System.Collections.Immutable;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Sorting;

/// <summary>A key of a sort order by the column's dotted name.</summary>
public sealed record SortKey(string Column, Transform Transform, SortDirection Direction, NullOrder NullOrder)
{
    /// <summary>What makes these the order that new files are written in; nothing where they are already. No keys for no order.</summary>
    public static ImmutableArray<TableUpdate> Plan(TableMetadata metadata, IEnumerable<SortKey> keys, bool caseSensitive = true)
    {
        var order = new SortOrder(0, [.. keys.Select(key => key.Bind(metadata.Schema, caseSensitive))]);
        return order.SameOrder(metadata.SortOrder) ? [] : [new TableUpdate.AddSortOrder(order), new TableUpdate.SetDefaultSortOrder(TableUpdate.LastAdded)];
    }

    SortField Bind(Schema schema, bool caseSensitive)
    {
        var field = schema.FindField(Column, caseSensitive) ?? throw IcebergException.Invalid($"Cannot find field '{Column}' to sort by");
        if (!field.Type.IsPrimitive || !Transform.Accepts(field.Type) || Transform is UnknownTransform)
            throw IcebergException.Invalid($"Invalid source type {field.Type} for transform: {Transform} (column {Column})");
        return schema.IsRepeated(field.Id)
            ? throw IcebergException.Invalid($"Cannot sort by {Column}: it is inside a list or map")
            : new SortField(field.Id, Transform, Direction, NullOrder);
    }
}
