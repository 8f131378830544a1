using System.Collections.Immutable;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Manifests;

/// <summary>Encodes the <c>data_file</c> struct in the field order of <see cref="ManifestSchemas"/>.</summary>
internal sealed class DataFileEncoder(int formatVersion, StructType partitionType)
{
    /// <summary>What v1 asks for and nobody reads (spec: "Always write a default in v1").</summary>
    const long DefaultBlockSize = 64 * 1024 * 1024;

    public void Write(AvroOutput output, DataFile file, ManifestEntryStatus status)
    {
        if (formatVersion > 1) output.WriteLong((int)file.Content);
        output.WriteString(file.FilePath);
        output.WriteString(FileFormatName.Of(file.Format));
        PartitionEncoder.Write(output, partitionType, file.Partition);
        output.WriteLong(file.RecordCount);
        output.WriteLong(file.FileSizeInBytes);
        if (formatVersion == 1) output.WriteLong(DefaultBlockSize);
        WriteEncoded(output, file.ColumnSizes.IsAbsent, file.ColumnSizes.Encoded);
        WriteEncoded(output, file.ValueCounts.IsAbsent, file.ValueCounts.Encoded);
        WriteEncoded(output, file.NullValueCounts.IsAbsent, file.NullValueCounts.Encoded);
        WriteEncoded(output, file.NanValueCounts.IsAbsent, file.NanValueCounts.Encoded);
        WriteEncoded(output, file.LowerBounds.IsAbsent, file.LowerBounds.Encoded);
        WriteEncoded(output, file.UpperBounds.IsAbsent, file.UpperBounds.Encoded);
        output.WriteLong(file.KeyMetadata is null ? 0 : 1);
        if (file.KeyMetadata is { } key) output.WriteBytes(key.Span);
        WriteLongs(output, file.SplitOffsets);
        if (formatVersion > 1) WriteInts(output, file.EqualityIds);
        ManifestWriter.WriteOptional(output, file.SortOrderId);
        // New files get their row ids when the manifest is read; a file that moves keeps the one it has (spec: "First Row ID Inheritance").
        if (formatVersion > 2) ManifestWriter.WriteOptional(output, status == ManifestEntryStatus.Added ? null : file.FirstRowId);
        if (formatVersion > 1) WriteText(output, file.ReferencedDataFile);
        if (formatVersion > 2)
        {
            ManifestWriter.WriteOptional(output, file.ContentOffset);
            ManifestWriter.WriteOptional(output, file.ContentSizeInBytes);
        }
        else if (file.IsDeletionVector) throw IcebergException.Invalid($"{file} is a deletion vector, which a v{formatVersion} table cannot have: upgrade it to v3 first");
    }

    static void WriteEncoded(AvroOutput output, bool isAbsent, ReadOnlySpan<byte> encoded)
    {
        output.WriteLong(isAbsent ? 0 : 1);
        if (!isAbsent) output.WriteRaw(encoded);
    }

    static void WriteText(AvroOutput output, string? value)
    {
        output.WriteLong(value is null ? 0 : 1);
        if (value is not null) output.WriteString(value);
    }

    static void WriteLongs(AvroOutput output, ImmutableArray<long> values)
    {
        output.WriteLong(values.IsDefault ? 0 : 1);
        if (values.IsDefault) return;
        if (values.Length > 0) output.WriteLong(values.Length);
        foreach (var value in values) output.WriteLong(value);
        output.WriteLong(0);
    }

    static void WriteInts(AvroOutput output, ImmutableArray<int> values) => WriteLongs(output, values.IsDefault ? default : [.. values.Select(value => (long)value)]);
}
