using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;
using static Tarn.Iceberg.Types.IcebergType;

namespace Tarn.Engine.MetadataTables;

/// <summary><c>manifests</c> and <c>all_manifests</c>.</summary>
static class ManifestTables
{
    static readonly (string, IcebergType)[] Columns =
    [
        ("content", Int), ("path", IcebergType.String), ("length", Long), ("partition_spec_id", Int), ("added_snapshot_id", Long), ("added_data_files_count", Int), ("existing_data_files_count", Int),
        ("deleted_data_files_count", Int), ("added_delete_files_count", Int), ("existing_delete_files_count", Int), ("deleted_delete_files_count", Int),
        ("partition_summaries", new ListType(0, MetadataTable.Type(
            ("contains_null", IcebergType.Boolean), ("contains_nan", IcebergType.Boolean), ("lower_bound", IcebergType.String), ("upper_bound", IcebergType.String)))),
    ];

    public static async Task<MetadataTable> CurrentAsync(MetadataTableSource source)
    {
        var manifests = await source.ManifestsAsync().ConfigureAwait(false);
        return MetadataTable.Of(MetadataTable.Type(Columns), manifests.Select(m => Row(source.Metadata, m).ToArray()));
    }

    public static Task<MetadataTable> AllAsync(MetadataTableSource source) => Task.FromResult(new MetadataTable(
        MetadataTable.Type([.. Columns, ("reference_snapshot_id", Long), ("key_metadata", Binary)]), AllRowsAsync(source)));

    static async IAsyncEnumerable<object?[]> AllRowsAsync(MetadataTableSource source)
    {
        foreach (var snapshot in source.Metadata.Snapshots)
            foreach (var manifest in await SnapshotManifests.ReadAsync(source.Table.Store, snapshot, source.Token).ConfigureAwait(false))
                yield return [.. Row(source.Metadata, manifest), snapshot.SnapshotId, manifest.KeyMetadata?.ToArray()];
    }

    static IEnumerable<object?> Row(TableMetadata metadata, ManifestFile manifest)
    {
        var isData = manifest.Content is ManifestContent.Data;
        return
        [
            (int)manifest.Content, manifest.ManifestPath, manifest.ManifestLength, manifest.PartitionSpecId, manifest.AddedSnapshotId,
            isData ? manifest.AddedFilesCount : 0, isData ? manifest.ExistingFilesCount : 0, isData ? manifest.DeletedFilesCount : 0,
            isData ? 0 : manifest.AddedFilesCount, isData ? 0 : manifest.ExistingFilesCount, isData ? 0 : manifest.DeletedFilesCount,
            Summaries(metadata, manifest),
        ];
    }

    static object?[]? Summaries(TableMetadata metadata, ManifestFile manifest)
    {
        if (manifest.Partitions.IsDefault || metadata.SpecById(manifest.PartitionSpecId) is not { } spec) return null;
        var schema = metadata.SchemaForSpec(spec);
        return [.. manifest.Partitions.Take(spec.Fields.Length).Select((s, i) =>
            (object?[])[s.ContainsNull, s.ContainsNaN, Human(spec.Fields[i], schema.FindField(spec.Fields[i].SourceId)?.Type, s.LowerBound), Human(spec.Fields[i], schema.FindField(spec.Fields[i].SourceId)?.Type, s.UpperBound)])];
    }

    static string? Human(PartitionField field, IcebergType? source, ReadOnlyMemory<byte>? bound)
    {
        var type = source ?? IcebergType.Unknown;
        var result = field.Transform.ResultType(type);
        // No bytes are a value of texts and byte arrays, and none of any other type.
        var isValue = bound is { } bytes && (!bytes.IsEmpty || result.Kind is TypeKind.String or TypeKind.Binary);
        return field.Transform.ToHuman(type, isValue ? SingleValueBinary.Decode(result, bound!.Value.Span) : null);
    }
}
