using Tarn.Project.Yaml;

namespace Tarn.Project.Settings;

/// <summary>What a new table gets where its own properties say nothing.</summary>
/// <param name="FormatVersion">Of the Iceberg table: 2 or 3.</param>
/// <param name="Compression">The Parquet codec.</param>
/// <param name="CompressionLevel">Of codecs that have levels (zstd).</param>
/// <param name="TargetFile">Data files are written up to about this size (<c>targetFileBytes</c>).</param>
public sealed record TableOptions(int FormatVersion, ParquetCompression Compression, int CompressionLevel, ByteSize TargetFile)
{
    internal static TableOptions Read(YamlFields fields) => new(
        fields.Number("formatVersion", 2, 2, 3),
        fields.Choice("compression", ParquetCompression.Zstd),
        fields.Number("compressionLevel", 1, 1, 22),
        fields.Bytes("targetFileBytes", ByteSize.MiB(256)));
}
