using System.Collections.Immutable;
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

    /// <summary>
    /// One type for the partitions of all specs, as metadata tables and the column <c>_partition</c> show them: the fields of every spec by field id, under their newest names; without those
    /// whose source column is gone and those of unknown transforms.
    /// </summary>
    public static StructType UnifiedPartitionType(this TableMetadata metadata)
    {
        var fields = new SortedDictionary<int, (PartitionField Field, NestedField Type)>();
        foreach (var spec in metadata.PartitionSpecs.OrderByDescending(s => s.SpecId))
        {
            var types = spec.PartitionType(metadata.Schema);
            for (var i = 0; i < spec.Fields.Length; i++)
            {
                var field = spec.Fields[i];
                if (metadata.Schema.FindField(field.SourceId) is null || field.Transform is UnknownTransform) continue;
                if (!fields.TryGetValue(field.FieldId, out var known)) fields.Add(field.FieldId, (field, types.Fields[i]));
                // v1 voids dropped fields, whose type and place stay.
                else if (known.Field.Transform is VoidTransform && field.Transform is not VoidTransform) fields[field.FieldId] = (field, types.Fields[i] with { Name = known.Type.Name });
            }
        }
        return new StructType([.. fields.Values.Select(f => f.Type)]);
    }

    /// <summary>A file's partition values in the order of <see cref="UnifiedPartitionType"/>: null for fields that its spec does not have.</summary>
    public static ImmutableArray<object?> UnifiedPartition(this TableMetadata metadata, StructType unified, int specId, PartitionTuple partition)
    {
        var spec = metadata.SpecById(specId) ?? throw IcebergException.Corrupt($"A file names partition spec {specId}, which the table does not have");
        var values = ImmutableArray.CreateBuilder<object?>(unified.Fields.Length);
        foreach (var field in unified.Fields)
        {
            var at = -1;
            for (var i = 0; i < spec.Fields.Length && i < partition.Count; i++)
                if (spec.Fields[i].FieldId == field.Id) at = i;
            values.Add(at < 0 ? null : partition[at]);
        }
        return values.MoveToImmutable();
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
