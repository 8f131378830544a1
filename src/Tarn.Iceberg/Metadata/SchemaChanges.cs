using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;

namespace Tarn.Iceberg.Metadata;

/// <summary>Adds schemas, specs and sort orders to metadata: equal ones are found again, new ones get the next id.</summary>
internal static class SchemaChanges
{
    public static TableMetadata Add(TableMetadata metadata, Schema schema, out int schemaId)
    {
        CheckVersion(schema, metadata.FormatVersion);
        var lastColumnId = Math.Max(metadata.LastColumnId, schema.HighestFieldId);
        if (metadata.Schemas.FirstOrDefault(schema.SameAs) is { } existing)
        {
            schemaId = existing.SchemaId;
            return lastColumnId == metadata.LastColumnId ? metadata : metadata with { LastColumnId = lastColumnId };
        }
        schemaId = metadata.Schemas.Aggregate(Math.Max(metadata.CurrentSchemaId, 0), static (next, item) => Math.Max(next, item.SchemaId + 1));
        return metadata with { LastColumnId = lastColumnId, Schemas = metadata.Schemas.Add(schema.WithId(schemaId)) };
    }

    /// <summary>Fields that bring no field id (0) take over the id of an equal field of a former spec, or get the next one.</summary>
    public static TableMetadata Add(TableMetadata metadata, PartitionSpec spec, out int specId)
    {
        var lastPartitionId = metadata.LastPartitionId;
        var fields = spec.Fields.Select(field => field.FieldId > 0 ? field : field with { FieldId = KnownId(metadata, field) ?? ++lastPartitionId });
        var numbered = spec with { Fields = [.. fields] };
        CheckSpec(metadata, numbered);
        if (metadata.PartitionSpecs.FirstOrDefault(numbered.IsCompatibleWith) is { } existing)
        {
            specId = existing.SpecId;
            return metadata;
        }
        specId = metadata.PartitionSpecs.Aggregate(0, static (next, item) => Math.Max(next, item.SpecId + 1));
        return metadata with
        {
            LastPartitionId = Math.Max(lastPartitionId, numbered.HighestFieldId),
            PartitionSpecs = metadata.PartitionSpecs.Add(numbered with { SpecId = specId }),
        };
    }

    public static TableMetadata Add(TableMetadata metadata, SortOrder order, out int orderId)
    {
        var known = metadata.SortOrders.FirstOrDefault(order.SameOrder);
        orderId = known?.OrderId ?? (order.IsUnsorted ? 0 : metadata.SortOrders.Aggregate(1, static (next, item) => Math.Max(next, item.OrderId + 1)));
        if (known is not null) return metadata;
        foreach (var field in order.Fields) CheckSource(metadata, field.SourceIds, field.Transform, "sort field");
        return metadata with { SortOrders = metadata.SortOrders.Add(order with { OrderId = orderId }) };
    }

    static int? KnownId(TableMetadata metadata, PartitionField field)
    {
        foreach (var spec in metadata.PartitionSpecs)
            foreach (var known in spec.Fields)
                if (known.Transform == field.Transform && known.SourceIds.AsSpan().SequenceEqual(field.SourceIds.AsSpan())) return known.FieldId;
        return null;
    }

    static void CheckVersion(Schema schema, int formatVersion)
    {
        var problems = new List<string>();
        foreach (var field in schema.AllFields)
        {
            if (field.Type.MinimumFormatVersion > formatVersion)
                problems.Add($"Invalid type for {schema.FindName(field.Id)}: {field.Type} is not supported until v{field.Type.MinimumFormatVersion}");
            if (field.InitialDefault is not null && formatVersion < 3)
                problems.Add($"Invalid initial default for {schema.FindName(field.Id)}: non-null default ({field.InitialDefault}) is not supported until v3");
        }
        if (problems.Count > 0) throw IcebergException.Invalid($"Invalid schema for v{formatVersion}:\n- {string.Join("\n- ", problems)}");
    }

    static void CheckSpec(TableMetadata metadata, PartitionSpec spec)
    {
        if (metadata.FormatVersion == 1 && spec.Fields.Where((field, i) => field.FieldId != PartitionField.FirstFieldId + i).Any())
            throw IcebergException.Invalid($"Spec does not use sequential IDs that are required in v1: {spec.ToJson()}");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var ids = new HashSet<int>();
        foreach (var field in spec.Fields)
        {
            if (!names.Add(field.Name)) throw IcebergException.Invalid($"Cannot use partition name more than once: {field.Name}");
            if (!ids.Add(field.FieldId)) throw IcebergException.Invalid($"Cannot use partition field id more than once: {field.FieldId}");
            CheckSource(metadata, field.SourceIds, field.Transform, $"partition field {field.Name}");
        }
    }

    static void CheckSource(TableMetadata metadata, IEnumerable<int> sources, Transform transform, string owner)
    {
        if (transform is VoidTransform or UnknownTransform) return;
        foreach (var source in sources)
        {
            var field = metadata.Schema.FindField(source) ?? throw IcebergException.Invalid($"Cannot find source column for {owner}: {source}");
            if (!transform.Accepts(field.Type))
                throw IcebergException.Invalid($"Invalid source type {field.Type} for transform: {transform} (column {metadata.Schema.FindName(source)})");
            if (metadata.Schema.IsRepeated(source))
                throw IcebergException.Invalid($"Cannot use {metadata.Schema.FindName(source)} for {owner}: it is inside a list or map");
        }
    }
}
