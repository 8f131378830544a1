using Tarn.Iceberg.Manifests.Avro;

namespace Tarn.Iceberg.Manifests;

/// <summary>Encodes the <c>manifest_file</c> struct in the field order of <see cref="ManifestSchemas.List"/>.</summary>
internal static class ManifestListEncoder
{
    public static void Write(AvroOutput output, ManifestFile manifest, int formatVersion)
    {
        output.WriteString(manifest.ManifestPath);
        output.WriteLong(manifest.ManifestLength);
        output.WriteLong(manifest.PartitionSpecId);
        if (formatVersion > 1)
        {
            output.WriteLong((int)manifest.Content);
            output.WriteLong(manifest.SequenceNumber);
            output.WriteLong(manifest.MinSequenceNumber);
        }
        output.WriteLong(manifest.AddedSnapshotId);
        foreach (var count in (ReadOnlySpan<long?>)[
            manifest.AddedFilesCount, manifest.ExistingFilesCount, manifest.DeletedFilesCount,
            manifest.AddedRowsCount, manifest.ExistingRowsCount, manifest.DeletedRowsCount])
            WriteCount(output, count, formatVersion);
        WriteSummaries(output, manifest);
        output.WriteLong(manifest.KeyMetadata is null ? 0 : 1);
        if (manifest.KeyMetadata is { } key) output.WriteBytes(key.Span);
        if (formatVersion > 2) ManifestWriter.WriteOptional(output, manifest.FirstRowId);
    }

    /// <summary>Counts are required from v2 on; a v1 manifest that has none and is carried into a v2 list gets 1, which keeps it from being skipped.</summary>
    static void WriteCount(AvroOutput output, long? count, int formatVersion)
    {
        if (formatVersion == 1) ManifestWriter.WriteOptional(output, count);
        else output.WriteLong(count ?? 1);
    }

    static void WriteSummaries(AvroOutput output, ManifestFile manifest)
    {
        output.WriteLong(manifest.Partitions.IsDefault ? 0 : 1);
        if (manifest.Partitions.IsDefault) return;
        if (manifest.Partitions.Length > 0) output.WriteLong(manifest.Partitions.Length);
        foreach (var summary in manifest.Partitions)
        {
            output.WriteBoolean(summary.ContainsNull);
            output.WriteLong(summary.ContainsNaN is null ? 0 : 1);
            if (summary.ContainsNaN is { } nan) output.WriteBoolean(nan);
            WriteBound(output, summary.LowerBound);
            WriteBound(output, summary.UpperBound);
        }
        output.WriteLong(0);
    }

    static void WriteBound(AvroOutput output, ReadOnlyMemory<byte>? bound)
    {
        output.WriteLong(bound is null ? 0 : 1);
        if (bound is { } bytes) output.WriteBytes(bytes.Span);
    }
}
