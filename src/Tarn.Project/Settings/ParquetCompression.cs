namespace Tarn.Project.Settings;

/// <summary>The codecs of Parquet that Tarn writes.</summary>
public enum ParquetCompression
{
    Zstd,
    Snappy,
    Gzip,
    Lz4,
    Uncompressed,
}
