using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Manifests;

/// <summary>The structs of manifests and manifest lists by format version. Spec: "Manifest Entry Fields", "Data File Fields", "Manifest Lists".</summary>
internal static class ManifestSchemas
{
    public const string EntryName = "manifest_entry";
    public const string ListName = "manifest_file";

    static readonly MapType ColumnSizes = new(117, IcebergType.Int, 118, IcebergType.Long, true);
    static readonly MapType ValueCounts = new(119, IcebergType.Int, 120, IcebergType.Long, true);
    static readonly MapType NullCounts = new(121, IcebergType.Int, 122, IcebergType.Long, true);
    static readonly MapType NanCounts = new(138, IcebergType.Int, 139, IcebergType.Long, true);
    static readonly MapType Lower = new(126, IcebergType.Int, 127, IcebergType.Binary, true);
    static readonly MapType Upper = new(129, IcebergType.Int, 130, IcebergType.Binary, true);

    static readonly StructType Summary = new(
        Required(509, "contains_null", IcebergType.Boolean, "True if any file has a null partition value"),
        Optional(518, "contains_nan", IcebergType.Boolean, "True if any file has a nan partition value"),
        Optional(510, "lower_bound", IcebergType.Binary, "Partition lower bound for all files"),
        Optional(511, "upper_bound", IcebergType.Binary, "Partition upper bound for all files"));

    public static StructType Entry(int formatVersion, StructType partitionType)
    {
        var file = Required(2, "data_file", DataFile(formatVersion, partitionType), null);
        var status = Required(0, "status", IcebergType.Int, null);
        if (formatVersion == 1) return new(status, Required(1, "snapshot_id", IcebergType.Long, null), file);
        return new(
            status,
            Optional(1, "snapshot_id", IcebergType.Long, null),
            Optional(3, "sequence_number", IcebergType.Long, null),
            Optional(4, "file_sequence_number", IcebergType.Long, null),
            file);
    }

    public static StructType List(int formatVersion)
    {
        List<NestedField> fields =
        [
            Required(500, "manifest_path", IcebergType.String, "Location URI with FS scheme"),
            Required(501, "manifest_length", IcebergType.Long, "Total file size in bytes"),
            Required(502, "partition_spec_id", IcebergType.Int, "Spec ID used to write"),
        ];
        if (formatVersion > 1)
        {
            fields.Add(Required(517, "content", IcebergType.Int, "Contents of the manifest: 0=data, 1=deletes"));
            fields.Add(Required(515, "sequence_number", IcebergType.Long, "Sequence number when the manifest was added"));
            fields.Add(Required(516, "min_sequence_number", IcebergType.Long, "Lowest sequence number in the manifest"));
        }
        var required = formatVersion > 1;
        fields.AddRange(
        [
            Required(503, "added_snapshot_id", IcebergType.Long, "Snapshot ID that added the manifest"),
            new(504, "added_files_count", IcebergType.Int, required) { Doc = "Added entry count" },
            new(505, "existing_files_count", IcebergType.Int, required) { Doc = "Existing entry count" },
            new(506, "deleted_files_count", IcebergType.Int, required) { Doc = "Deleted entry count" },
            new(512, "added_rows_count", IcebergType.Long, required) { Doc = "Added rows count" },
            new(513, "existing_rows_count", IcebergType.Long, required) { Doc = "Existing rows count" },
            new(514, "deleted_rows_count", IcebergType.Long, required) { Doc = "Deleted rows count" },
            Optional(507, "partitions", new ListType(508, Summary, true), "Summary for each partition"),
            Optional(519, "key_metadata", IcebergType.Binary, "Encryption key metadata blob"),
        ]);
        if (formatVersion > 2) fields.Add(Optional(520, "first_row_id", IcebergType.Long, "Starting row ID to assign to new rows in ADDED data files"));
        return new([.. fields]);
    }

    static StructType DataFile(int formatVersion, StructType partitionType)
    {
        List<NestedField> fields = [];
        if (formatVersion > 1) fields.Add(Required(134, "content", IcebergType.Int, "Contents of the file: 0=data, 1=position deletes, 2=equality deletes"));
        fields.AddRange(
        [
            Required(100, "file_path", IcebergType.String, "Location URI with FS scheme"),
            Required(101, "file_format", IcebergType.String, "File format name: avro, orc, or parquet"),
            Required(102, "partition", partitionType, "Partition data tuple, schema based on the partition spec"),
            Required(103, "record_count", IcebergType.Long, "Number of records in the file"),
            Required(104, "file_size_in_bytes", IcebergType.Long, "Total file size in bytes"),
        ]);
        if (formatVersion == 1) fields.Add(Required(105, "block_size_in_bytes", IcebergType.Long, null));
        fields.AddRange(
        [
            Optional(108, "column_sizes", ColumnSizes, "Map of column id to total size on disk"),
            Optional(109, "value_counts", ValueCounts, "Map of column id to total count, including null and NaN"),
            Optional(110, "null_value_counts", NullCounts, "Map of column id to null value count"),
            Optional(137, "nan_value_counts", NanCounts, "Map of column id to number of NaN values in the column"),
            Optional(125, "lower_bounds", Lower, "Map of column id to lower bound"),
            Optional(128, "upper_bounds", Upper, "Map of column id to upper bound"),
            Optional(131, "key_metadata", IcebergType.Binary, "Encryption key metadata blob"),
            Optional(132, "split_offsets", new ListType(133, IcebergType.Long, true), "Splittable offsets"),
        ]);
        if (formatVersion > 1) fields.Add(Optional(135, "equality_ids", new ListType(136, IcebergType.Int, true), "Equality comparison field IDs"));
        fields.Add(Optional(140, "sort_order_id", IcebergType.Int, "Sort order ID"));
        if (formatVersion > 2) fields.Add(Optional(142, "first_row_id", IcebergType.Long, "The first row ID assigned to the first row in the data file"));
        if (formatVersion > 1) fields.Add(Optional(143, "referenced_data_file", IcebergType.String, "Fully qualified location (URI with FS scheme) of a data file that all deletes reference"));
        if (formatVersion > 2)
        {
            fields.Add(Optional(144, "content_offset", IcebergType.Long, "The offset in the file where the content starts"));
            fields.Add(Optional(145, "content_size_in_bytes", IcebergType.Long, "The length of referenced content stored in the file"));
        }
        return new([.. fields]);
    }

    static NestedField Required(int id, string name, IcebergType type, string? doc) => new(id, name, type, true) { Doc = doc };

    static NestedField Optional(int id, string name, IcebergType type, string? doc) => new(id, name, type) { Doc = doc };
}
