using System.IO.Compression;

namespace Tarn.Ingest.Sources.Files;

/// <summary>Opens a text file for our own reading, decompressed by its suffix.</summary>
static class TextSource
{
    public static bool IsGzip(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    public static bool IsZstd(string name) => name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase);

    /// <summary>The suffix that tells the format: <c>.csv</c> of <c>orders.csv.gz</c>.</summary>
    public static string FormatSuffix(string name) =>
        Path.GetExtension(IsGzip(name) || IsZstd(name) ? Path.GetFileNameWithoutExtension(name) : name).ToLowerInvariant();

    public static Stream Open(SourceFile file)
    {
        var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        return IsGzip(file.Name) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}
