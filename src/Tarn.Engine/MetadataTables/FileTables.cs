using Tarn.Iceberg.Manifests;
using static Tarn.Iceberg.Types.IcebergType;

namespace Tarn.Engine.MetadataTables;

/// <summary><c>files</c>, <c>entries</c> and their kin.</summary>
static class FileTables
{
    /// <summary>Files that are in the table.</summary>
    /// <param name="source">The table.</param>
    /// <param name="all">Of every snapshot; a file stands once for each manifest that has it.</param>
    /// <param name="deletes">Delete files only, or data files only; null for both.</param>
    public static async Task<MetadataTable> FilesAsync(MetadataTableSource source, bool all, bool? deletes)
    {
        var manifests = all ? await source.AllManifestsAsync().ConfigureAwait(false) : await source.ManifestsAsync().ConfigureAwait(false);
        var row = new FileRow(source.Metadata);
        var metrics = new ReadableMetrics(source.Table.Schema);
        var columns = MetadataTable.Type([.. row.Type.Fields.Select(f => (f.Name, f.Type)), .. Metrics(metrics)]);
        var entries = source.EntriesAsync(manifests.Where(m => deletes is null || deletes == m.Content is ManifestContent.Deletes));
        return new MetadataTable(columns, entries.Where(e => e.IsLive).Select(e => (object?[])[.. row.Values(e.File), .. Metrics(metrics, e.File)]));
    }

    /// <summary>Entries of manifests, with those that record a removal.</summary>
    public static async Task<MetadataTable> EntriesAsync(MetadataTableSource source, bool all)
    {
        var manifests = all ? await source.AllManifestsAsync().ConfigureAwait(false) : await source.ManifestsAsync().ConfigureAwait(false);
        var row = new FileRow(source.Metadata);
        var metrics = new ReadableMetrics(source.Table.Schema);
        var columns = MetadataTable.Type(
            [("status", Int), ("snapshot_id", Long), ("sequence_number", Long), ("file_sequence_number", Long), ("data_file", row.Type), .. Metrics(metrics)]);
        return new MetadataTable(columns, source.EntriesAsync(manifests).Select(e => (object?[])
            [(int)e.Status, e.SnapshotId, e.SequenceNumber, e.FileSequenceNumber, row.Values(e.File).ToArray(), .. Metrics(metrics, e.File)]));
    }

    static IEnumerable<(string, Iceberg.Types.IcebergType)> Metrics(ReadableMetrics metrics) => metrics.Type.Fields.IsEmpty ? [] : [("readable_metrics", metrics.Type)];

    static IEnumerable<object?> Metrics(ReadableMetrics metrics, DataFile file) => metrics.Type.Fields.IsEmpty ? [] : [metrics.Values(file)];
}
