using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Manifests.Avro;

namespace Tarn.Iceberg.Manifests;

/// <summary>What to do with each field of a writer's <c>manifest_entry</c>, found out once for a manifest.</summary>
/// <param name="Id">The Iceberg field id that the field stands for; <see cref="Skip"/> for one that is not needed.</param>
/// <param name="Schema">The writer's schema of it.</param>
/// <param name="Canonical">A map whose bytes can be kept as they are.</param>
internal readonly record struct ManifestEntryStep(int Id, AvroSchema Schema, bool Canonical)
{
    public const int Skip = -1;
}

/// <summary>A writer's <c>manifest_entry</c> schema as steps. Fields are known by id, or by name where a writer gave no ids.</summary>
internal sealed class ManifestEntryPlan
{
    static readonly Dictionary<string, int> IdsByName = new(StringComparer.Ordinal)
    {
        ["status"] = 0, ["snapshot_id"] = 1, ["data_file"] = 2, ["sequence_number"] = 3, ["file_sequence_number"] = 4,
        ["file_path"] = 100, ["file_format"] = 101, ["partition"] = 102, ["record_count"] = 103, ["file_size_in_bytes"] = 104,
        ["column_sizes"] = 108, ["value_counts"] = 109, ["null_value_counts"] = 110, ["lower_bounds"] = 125, ["upper_bounds"] = 128,
        ["key_metadata"] = 131, ["split_offsets"] = 132, ["content"] = 134, ["equality_ids"] = 135, ["nan_value_counts"] = 137,
        ["sort_order_id"] = 140, ["first_row_id"] = 142, ["referenced_data_file"] = 143, ["content_offset"] = 144, ["content_size_in_bytes"] = 145,
    };

    static readonly HashSet<int> Known = [.. IdsByName.Values];

    public ManifestEntryPlan(AvroSchema entry)
    {
        if (entry.Kind != AvroKind.Record) throw CorruptData.In("manifest", "its entries are no records");
        Entry = Steps(entry);
        var file = Array.Find(Entry, step => step.Id == 2);
        if (file.Schema?.NotNull is not { Kind: AvroKind.Record } record) throw CorruptData.In("manifest", "its schema has no data_file");
        File = Steps(record);
        Partition = Array.Find(File, step => step.Id == 102).Schema;
        if (!File.Any(step => step.Id == 100)) throw CorruptData.In("manifest", "its schema has no file_path");
        if (Partition is not null && Partition.NotNull.Kind != AvroKind.Record) throw CorruptData.In("manifest", "its partition is no record");
    }

    public ManifestEntryStep[] Entry { get; }

    public ManifestEntryStep[] File { get; }

    public AvroSchema? Partition { get; }

    /// <summary>The partition fields that are stored as a plain fixed.</summary>
    public IEnumerable<AvroSchema> PlainFixedPartitions =>
        Partition is null ? [] : Partition.NotNull.Fields.Select(f => f.Schema.NotNull).Where(schema => schema.Kind == AvroKind.Fixed && schema.LogicalType is null);

    static ManifestEntryStep[] Steps(AvroSchema record) => [.. record.Fields.Select(Step)];

    static ManifestEntryStep Step(AvroField field)
    {
        var id = field.FieldId ?? IdsByName.GetValueOrDefault(field.Name, ManifestEntryStep.Skip);
        if (!Known.Contains(id)) return new(ManifestEntryStep.Skip, field.Schema, false);
        return new(id, field.Schema, id switch
        {
            108 or 109 or 110 or 137 => IsMap(field.Schema.NotNull, AvroKind.Int, AvroKind.Long),
            125 or 128 => IsMap(field.Schema.NotNull, AvroKind.Bytes, AvroKind.Bytes),
            132 => field.Schema.NotNull is { Kind: AvroKind.Array, Element.Kind: AvroKind.Int or AvroKind.Long },
            _ => false,
        });
    }

    /// <summary>An array of (key, value) whose encoding is the one that <see cref="ColumnCounts"/> and <see cref="ColumnBounds"/> search.</summary>
    static bool IsMap(AvroSchema schema, AvroKind value, AvroKind orValue) =>
        schema is { Kind: AvroKind.Array, Element: { Kind: AvroKind.Record, Fields.Length: 2 } pair }
        && pair.Fields[0].Schema.Kind is AvroKind.Int or AvroKind.Long
        && (pair.Fields[1].Schema.Kind == value || pair.Fields[1].Schema.Kind == orValue);
}
