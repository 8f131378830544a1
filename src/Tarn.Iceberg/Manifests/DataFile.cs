using System.Collections.Immutable;
using System.Text;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Partitioning;

namespace Tarn.Iceberg.Manifests;

/// <summary>A data file, delete file or deletion vector with its metrics. Spec: "Data File Fields".</summary>
/// <remarks>
/// One that was read from a manifest keeps offsets into the manifest's block and decodes a property when it is first asked for; one that is
/// made for a commit holds the values. Immutable either way, and safe to read from several threads.
/// </remarks>
public sealed class DataFile : IFileMetrics
{
    readonly ReadOnlyMemory<byte> _block;
    readonly DataFileOffsets _offsets;
    readonly RawPartition? _rawPartition;
    string? _filePath;
    PartitionTuple? _partition;
    readonly ColumnCounts _columnSizes;
    readonly ColumnCounts _valueCounts;
    readonly ColumnCounts _nullValueCounts;
    readonly ColumnCounts _nanValueCounts;
    readonly ColumnBounds _lowerBounds;
    readonly ColumnBounds _upperBounds;
    readonly ImmutableArray<long> _splitOffsets;

    public DataFile()
    {
    }

    internal DataFile(ReadOnlyMemory<byte> block, in DataFileOffsets offsets, RawPartition? partition)
    {
        _block = block;
        _offsets = offsets;
        _rawPartition = partition;
    }

    public DataFileContent Content { get; init; }

    /// <summary>The full location.</summary>
    public string FilePath
    {
        get => _filePath ??= _offsets.FilePath > 0 ? Encoding.UTF8.GetString(FilePathUtf8) : "";
        init => _filePath = value;
    }

    public FileFormat Format { get; init; }

    /// <summary>The spec that the partition belongs to.</summary>
    public int SpecId { get; init; }

    public PartitionTuple Partition
    {
        get => _partition ??= _rawPartition?.Tuple ?? PartitionTuple.Empty;
        init => _partition = value;
    }

    /// <summary>Rows, or the cardinality of a deletion vector.</summary>
    public long RecordCount { get; init; }

    /// <summary>The length of the whole file, also where this is one of several deletion vectors in it.</summary>
    public long FileSizeInBytes { get; init; }

    public ColumnCounts ColumnSizes { get => Counts(_columnSizes, _offsets.ColumnSizes); init => _columnSizes = value; }

    public ColumnCounts ValueCounts { get => Counts(_valueCounts, _offsets.ValueCounts); init => _valueCounts = value; }

    public ColumnCounts NullValueCounts { get => Counts(_nullValueCounts, _offsets.NullValueCounts); init => _nullValueCounts = value; }

    public ColumnCounts NanValueCounts { get => Counts(_nanValueCounts, _offsets.NanValueCounts); init => _nanValueCounts = value; }

    public ColumnBounds LowerBounds { get => Bounds(_lowerBounds, _offsets.LowerBounds); init => _lowerBounds = value; }

    public ColumnBounds UpperBounds { get => Bounds(_upperBounds, _offsets.UpperBounds); init => _upperBounds = value; }

    public ReadOnlyMemory<byte>? KeyMetadata { get; init; }

    /// <summary>Where row groups begin, ascending; default where the writer gave none.</summary>
    public ImmutableArray<long> SplitOffsets
    {
        get => _offsets.SplitOffsets > 0 ? ReadSplitOffsets() : _splitOffsets;
        init => _splitOffsets = value;
    }

    /// <summary>The columns of an equality delete file; default for other files.</summary>
    public ImmutableArray<int> EqualityIds { get; init; }

    public int? SortOrderId { get; init; }

    /// <summary>The row id of the first row (v3); null where rows have none.</summary>
    public long? FirstRowId { get; init; }

    /// <summary>The one data file that these position deletes are for; always there for deletion vectors.</summary>
    public string? ReferencedDataFile { get; init; }

    /// <summary>Where a deletion vector's blob begins in its file.</summary>
    public long? ContentOffset { get; init; }

    /// <summary>The length of a deletion vector's blob.</summary>
    public long? ContentSizeInBytes { get; init; }

    public bool IsDeletionVector => Content == DataFileContent.PositionDeletes && Format == FileFormat.Puffin;

    /// <summary>The partition as the manifest holds it; null for files that are made for a commit.</summary>
    internal RawPartition? EncodedPartition => _rawPartition;

    /// <summary>The location as the manifest holds it, without making a string of it.</summary>
    internal ReadOnlySpan<byte> FilePathUtf8 => new AvroCursor(_block.Span, _offsets.FilePath).ReadBytes();

    public FieldMetrics MetricsOf(int fieldId) =>
        new(ValueCounts[fieldId], NullValueCounts[fieldId], NanValueCounts[fieldId], LowerBounds[fieldId], UpperBounds[fieldId]);

    public override string ToString() => IsDeletionVector ? $"{FilePath} at {ContentOffset} for {ReferencedDataFile}" : FilePath;

    ColumnCounts Counts(ColumnCounts given, int offset) => offset > 0 ? new ColumnCounts(_block[offset..]) : given;

    ImmutableArray<long> ReadSplitOffsets()
    {
        var result = ImmutableArray.CreateBuilder<long>(1);
        var cursor = new AvroCursor(_block.Span, _offsets.SplitOffsets);
        while (cursor.ReadBlockCount(1, out _) is > 0 and var count)
            for (; count > 0; count--)
                result.Add(cursor.ReadLong());
        return result.DrainToImmutable();
    }

    ColumnBounds Bounds(ColumnBounds given, int offset) => offset > 0 ? new ColumnBounds(_block[offset..]) : given;
}
