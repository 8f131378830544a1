using System.Text.Json;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>Planned scans as answers. REST catalog specification, <c>ScanTasks</c>, <c>ContentFile</c>.</summary>
public sealed class ScanMessages(TableMetadata metadata, IReadOnlySet<int> statsFields)
{
    /// <summary>The members <c>delete-files</c> and <c>file-scan-tasks</c> of the object that is being written.</summary>
    /// <param name="writer">Gets them.</param>
    /// <param name="tasks">The tasks of this answer.</param>
    /// <param name="withResidual">Whether the tasks' residuals are in the terms that the client's filter had.</param>
    public void WriteTasks(Utf8JsonWriter writer, IReadOnlyCollection<FileScanTask> tasks, bool withResidual)
    {
        var deletes = new Dictionary<(string Path, long? Offset), int>();
        writer.WriteStartArray("delete-files");
        foreach (var file in tasks.SelectMany(task => task.Deletes))
            if (deletes.TryAdd((file.FilePath, file.ContentOffset), deletes.Count)) WriteFile(writer, file);
        writer.WriteEndArray();
        writer.WriteStartArray("file-scan-tasks");
        foreach (var task in tasks) WriteTask(writer, task, deletes, withResidual);
        writer.WriteEndArray();
    }

    void WriteTask(Utf8JsonWriter writer, FileScanTask task, Dictionary<(string Path, long? Offset), int> deletes, bool withResidual)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("data-file");
        WriteFile(writer, task.File);
        if (!task.Deletes.IsEmpty)
        {
            writer.WriteStartArray("delete-file-references");
            foreach (var file in task.Deletes) writer.WriteNumberValue(deletes[(file.FilePath, file.ContentOffset)]);
            writer.WriteEndArray();
        }
        if (withResidual)
        {
            writer.WritePropertyName("residual-filter");
            ExpressionJson.Write(writer, task.Residual);
        }
        writer.WriteEndObject();
    }

    void WriteFile(Utf8JsonWriter writer, DataFile file)
    {
        writer.WriteStartObject();
        writer.WriteNumber("spec-id", file.SpecId);
        writer.WriteString("content", file.Content switch
        {
            DataFileContent.PositionDeletes => "position-deletes",
            DataFileContent.EqualityDeletes => "equality-deletes",
            _ => "data",
        });
        writer.WriteString("file-path", file.FilePath);
        writer.WriteString("file-format", FileFormatName.Of(file.Format));
        writer.WriteStartArray("partition");
        var type = metadata.PartitionTypeOf(file.SpecId);
        for (var i = 0; i < type.Fields.Length; i++) SingleValueJson.Write(writer, type.Fields[i].Type, file.Partition[i]);
        writer.WriteEndArray();
        writer.WriteNumber("file-size-in-bytes", file.FileSizeInBytes);
        writer.WriteNumber("record-count", file.RecordCount);
        if (file.Content == DataFileContent.Data && statsFields.Count > 0) WriteMetrics(writer, file);
        if (file.KeyMetadata is { } key) writer.WriteString("key-metadata", Convert.ToHexString(key.Span));
        WriteList(writer, "split-offsets", file.SplitOffsets.IsDefault ? [] : file.SplitOffsets);
        WriteList(writer, "equality-ids", file.EqualityIds.IsDefault ? [] : file.EqualityIds.Select(id => (long)id));
        if (file.SortOrderId is { } order) writer.WriteNumber("sort-order-id", order);
        if (file.FirstRowId is { } first) writer.WriteNumber("first-row-id", first);
        if (file.ReferencedDataFile is { } referenced) writer.WriteString("referenced-data-file", referenced);
        if (file.ContentOffset is { } offset) writer.WriteNumber("content-offset", offset);
        if (file.ContentSizeInBytes is { } size) writer.WriteNumber("content-size-in-bytes", size);
        writer.WriteEndObject();
    }

    void WriteMetrics(Utf8JsonWriter writer, DataFile file)
    {
        WriteCounts(writer, "column-sizes", file.ColumnSizes);
        WriteCounts(writer, "value-counts", file.ValueCounts);
        WriteCounts(writer, "null-value-counts", file.NullValueCounts);
        WriteCounts(writer, "nan-value-counts", file.NanValueCounts);
        WriteBounds(writer, "lower-bounds", file.LowerBounds);
        WriteBounds(writer, "upper-bounds", file.UpperBounds);
    }

    void WriteCounts(Utf8JsonWriter writer, string name, ColumnCounts counts)
    {
        if (counts.IsAbsent) return;
        WriteMap(writer, name, counts.ToDictionary(), (target, value) => target.WriteNumberValue(value));
    }

    /// <summary>Bounds are bytes, as the reference writes and reads them here.</summary>
    void WriteBounds(Utf8JsonWriter writer, string name, ColumnBounds bounds)
    {
        if (bounds.IsAbsent) return;
        WriteMap(writer, name, bounds.ToDictionary(), (target, value) => target.WriteStringValue(Convert.ToHexString(value)));
    }

    void WriteMap<T>(Utf8JsonWriter writer, string name, Dictionary<int, T> values, Action<Utf8JsonWriter, T> write)
    {
        var wanted = values.Where(entry => statsFields.Contains(entry.Key)).ToList();
        writer.WriteStartObject(name);
        WriteList(writer, "keys", wanted.Select(entry => (long)entry.Key), evenEmpty: true);
        writer.WriteStartArray("values");
        foreach (var (_, value) in wanted) write(writer, value);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<long> numbers, bool evenEmpty = false)
    {
        var all = numbers.ToList();
        if (all.Count == 0 && !evenEmpty) return;
        writer.WriteStartArray(name);
        foreach (var number in all) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}
