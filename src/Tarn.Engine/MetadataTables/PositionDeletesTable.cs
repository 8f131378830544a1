using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Types;
using static Tarn.Iceberg.Types.IcebergType;

namespace Tarn.Engine.MetadataTables;

/// <summary><c>position_deletes</c>: every position of the position delete files and deletion vectors of a snapshot.</summary>
static class PositionDeletesTable
{
    public static async Task<MetadataTable> ReadAsync(MetadataTableSource source)
    {
        var partition = source.Metadata.UnifiedPartitionType();
        var columns = MetadataTable.Type(
        [
            ("file_path", IcebergType.String), ("pos", Long),
            // The deleted row, which few writers kept in delete files and v3 has no place for: always null.
            .. source.Table.Schema.Fields.IsEmpty ? [] : ((string, IcebergType)[])[("row", source.Table.Schema.AsStruct)],
            .. partition.Fields.IsEmpty ? [] : ((string, IcebergType)[])[("partition", partition)],
            ("spec_id", Int), ("delete_file_path", IcebergType.String),
            .. source.Metadata.FormatVersion < 3 ? [] : ((string, IcebergType)[])[("content_offset", Long), ("content_size_in_bytes", Long)],
        ]);
        var manifests = await source.ManifestsAsync().ConfigureAwait(false);
        return new MetadataTable(columns, RowsAsync(source, manifests.Where(m => m.Content is ManifestContent.Deletes), partition));
    }

    static async IAsyncEnumerable<object?[]> RowsAsync(MetadataTableSource source, IEnumerable<ManifestFile> manifests, StructType partition)
    {
        var row = new FileRow(source.Metadata);
        await foreach (var entry in source.EntriesAsync(manifests).ConfigureAwait(false))
        {
            if (!entry.IsLive || entry.File.Content is not DataFileContent.PositionDeletes) continue;
            object?[] before = source.Table.Schema.Fields.IsEmpty ? [] : [null];
            object?[] after =
            [
                .. partition.Fields.IsEmpty ? [] : (object?[])[row.Partition(entry.File)], entry.File.SpecId, entry.File.FilePath,
                .. source.Metadata.FormatVersion < 3 ? [] : (object?[])[entry.File.ContentOffset, entry.File.ContentSizeInBytes],
            ];
            await foreach (var (path, position) in PositionsAsync(source, entry.File).ConfigureAwait(false)) yield return [path, position, .. before, .. after];
        }
    }

    static async IAsyncEnumerable<(string Path, long Position)> PositionsAsync(MetadataTableSource source, DataFile file)
    {
        if (file is { IsDeletionVector: true, ContentOffset: { } offset, ContentSizeInBytes: { } length, ReferencedDataFile: { } data })
        {
            var blob = await source.Table.Store.ReadRangeAsync(file.FilePath, offset, checked((int)length), source.Token).ConfigureAwait(false);
            foreach (var position in DeletionVector.Decode(blob.Span, file.RecordCount).Enumerate()) yield return (data, position);
            yield break;
        }
        var path = await source.Files.PathAsync(source.Connection, file, source.Token).ConfigureAwait(false);
        using var result = await source.Connection.QueryAsync($"SELECT file_path, pos FROM read_parquet({Identifiers.Literal(path)})", null, source.Token).ConfigureAwait(false);
        await foreach (var batch in ResultBatch.ReadAsync(result, source.Token).ConfigureAwait(false))
            for (var i = 0; i < batch.RowCount; i++) yield return (batch.Column(0).Text(i), batch.Column(1).Values<long>()[i]);
    }
}
