namespace Tarn.Iceberg.Codecs;

/// <summary>Bounds on what a length found in a file may make a decoder allocate.</summary>
internal static class DecodeLimits
{
    /// <summary>Largest decompressed Avro block, Puffin blob or footer. Writers cut Avro blocks at 16 to 64 KB; a whole manifest in one block still fits.</summary>
    public const int MaxDecompressedBytes = 512 * 1024 * 1024;

    /// <summary>Most items that an array of items without bytes (nulls, empty records) may claim.</summary>
    public const int MaxEmptyItems = 1 << 16;
}
