using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Scans;

/// <summary>The partition types of a table's specs. A source column that was dropped has the type that it had last, so that old manifests can be read and carried on.</summary>
public static class PartitionTypes
{
    public static StructType PartitionTypeOf(this TableMetadata metadata, int specId)
    {
        var spec = metadata.SpecById(specId) ?? throw IcebergException.Corrupt($"A manifest names partition spec {specId}, which the table does not have");
        return spec.PartitionType(metadata.SchemaForSpec(spec));
    }

    /// <summary>The current schema, with the sources of a spec that are no longer in it added from the newest schema that has them.</summary>
    public static Schema SchemaForSpec(this TableMetadata metadata, PartitionSpec spec)
    {
        var current = metadata.Schema;
        var dropped = spec.Fields.SelectMany(field => field.SourceIds).Distinct().Where(id => current.FindField(id) is null)
            .Select(id => metadata.Schemas.OrderByDescending(schema => schema.SchemaId).Select(schema => schema.FindField(id)).FirstOrDefault(field => field is not null))
            .OfType<NestedField>().ToList();
        if (dropped.Count == 0) return current;
        // A name may be in use again: the id is what counts.
        var kept = dropped.Select(field => field with { Name = $"dropped {field.Id}", Required = false });
        return new Schema(current.SchemaId, new StructType([.. current.Fields, .. kept]));
    }
}
