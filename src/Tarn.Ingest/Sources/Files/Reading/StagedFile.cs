namespace Tarn.Ingest.Sources.Files.Reading;

/// <summary>A source file and where it is read from: itself, or a copy of its good rows.</summary>
/// <param name="Source">The source file.</param>
/// <param name="Path">What the executor opens.</param>
readonly record struct StagedFile(SourceFile Source, string Path)
{
    public static StagedFile Itself(SourceFile file) => new(file, file.Path);

    /// <summary>The executor's name of the compression; copies are plain.</summary>
    public string Compression => Path != Source.Path ? "uncompressed" : TextSource.IsGzip(Path) ? "gzip" : TextSource.IsZstd(Path) ? "zstd" : "uncompressed";

    /// <summary>Creates the place of a copy.</summary>
    public static StagedFile In(string stage, SourceFile file)
    {
        var path = System.IO.Path.Combine(stage, file.Name);
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return new StagedFile(file, path);
    }
}
