using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Schemas;

/// <summary>What else in a table depends on a field, and so on its type and its being there.</summary>
internal static class FieldUses
{
    /// <summary>Specs and orders that new files are written with need their columns; former ones are only read.</summary>
    /// <exception cref="IcebergException">The default spec or sort order is made of a field that the schema does not have, or not in a type that it takes.</exception>
    public static void Check(TableMetadata metadata, Schema schema)
    {
        foreach (var field in metadata.Spec.Fields)
            Check(schema, field.SourceIds, field.Transform, $"partition field {field.Name}");
        foreach (var field in metadata.SortOrder.Fields)
            Check(schema, field.SourceIds, field.Transform, $"sort field {field}");
    }

    /// <summary>
    /// Spec, "Schema Evolution": no promotion where a partition's value would be another one. Of all promotions only those of a date are of that kind, and only
    /// under transforms that do not cut the time off anyway.
    /// </summary>
    public static void CheckPromotion(TableMetadata metadata, NestedField field, IcebergType to)
    {
        if (field.Type.Kind != TypeKind.Date || to.Kind == TypeKind.Date) return;
        foreach (var spec in metadata.PartitionSpecs)
            foreach (var partition in spec.Fields)
                if (partition.SourceIds.Contains(field.Id) && partition.Transform is not (TemporalTransform or VoidTransform))
                    throw IcebergException.Invalid(
                        $"Cannot change column type: {field.Name}: {field.Type} -> {to}: partition field {partition.Name} = {partition.Transform}({field.Name}) would have other values");
    }

    static void Check(Schema schema, IEnumerable<int> sources, Transform transform, string owner)
    {
        if (transform is VoidTransform or UnknownTransform) return;
        foreach (var source in sources)
        {
            var field = schema.FindField(source) ?? throw IcebergException.Invalid($"Cannot find source column for {owner}: {source}");
            if (!transform.Accepts(field.Type)) throw IcebergException.Invalid($"Invalid source type {field.Type} for transform: {transform} ({owner})");
        }
    }
}
