using Tarn.Engine.Scans;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Types;
using static Tarn.Iceberg.Types.IcebergType;

namespace Tarn.Engine.MetadataTables;

/// <summary>A data or delete file as a row of the tables of files, or as the struct <c>data_file</c> of the tables of entries.</summary>
sealed class FileRow
{
    readonly TableMetadata _metadata;
    readonly StructType _partition;

    public FileRow(TableMetadata metadata)
    {
        _metadata = metadata;
        _partition = metadata.UnifiedPartitionType();
        Type = MetadataTable.Type(
        [
            ("content", Int), ("file_path", IcebergType.String), ("file_format", IcebergType.String), ("spec_id", Int),
            // There is no struct without fields: an unpartitioned table has no such column.
            .. _partition.Fields.IsEmpty ? [] : ((string, IcebergType)[])[("partition", _partition)],
            ("record_count", Long), ("file_size_in_bytes", Long), ("column_sizes", Map(Long)), ("value_counts", Map(Long)), ("null_value_counts", Map(Long)), ("nan_value_counts", Map(Long)),
            ("lower_bounds", Map(Binary)), ("upper_bounds", Map(Binary)), ("key_metadata", Binary), ("split_offsets", new ListType(0, Long)), ("equality_ids", new ListType(0, Int)),
            ("sort_order_id", Int), ("first_row_id", Long), ("referenced_data_file", IcebergType.String), ("content_offset", Long), ("content_size_in_bytes", Long),
        ]);
    }

    public StructType Type { get; }

    public IEnumerable<object?> Values(DataFile file) =>
    [
        (int)file.Content, file.FilePath, file.Format.ToString().ToUpperInvariant(), file.SpecId,
        .. _partition.Fields.IsEmpty ? [] : (object?[])[Partition(file)],
        file.RecordCount, file.FileSizeInBytes, Pairs(file.ColumnSizes), Pairs(file.ValueCounts), Pairs(file.NullValueCounts), Pairs(file.NanValueCounts), Pairs(file.LowerBounds), Pairs(file.UpperBounds),
        file.KeyMetadata?.ToArray(), file.SplitOffsets.IsDefault ? null : file.SplitOffsets.Select(o => (object?)o).ToArray(),
        file.EqualityIds.IsDefault ? null : file.EqualityIds.Select(i => (object?)i).ToArray(),
        file.SortOrderId, file.FirstRowId, file.ReferencedDataFile, file.ContentOffset, file.ContentSizeInBytes,
    ];

    public object?[] Partition(DataFile file) =>
        [.. _metadata.UnifiedPartition(_partition, file.SpecId, file.Partition).Select((v, i) => ExecutorValues.Of(_partition.Fields[i].Type, v))];

    static MapType Map(IcebergType value) => new(0, Int, 1, value);

    static KeyValuePair<object?, object?>[]? Pairs(ColumnCounts counts) =>
        counts.IsAbsent ? null : [.. counts.ToDictionary().Select(p => KeyValuePair.Create<object?, object?>(p.Key, p.Value))];

    static KeyValuePair<object?, object?>[]? Pairs(ColumnBounds bounds) =>
        bounds.IsAbsent ? null : [.. bounds.ToDictionary().Select(p => KeyValuePair.Create<object?, object?>(p.Key, p.Value))];
}
