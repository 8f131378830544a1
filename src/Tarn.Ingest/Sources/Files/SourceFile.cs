namespace Tarn.Ingest.Sources.Files;

/// <summary>One file as the listing saw it.</summary>
/// <param name="Name">Relative to the connection's path, with <c>/</c>.</param>
/// <param name="Path">Absolute.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">The file system's instant of the last change, UTC.</param>
public sealed record SourceFile(string Name, string Path, long Size, DateTimeOffset Modified)
{
    /// <summary>What tells one version of a file from the next; sizes and instants, since reading all bytes would cost as much as loading them.</summary>
    public string Version => $"{Size}-{Modified.UtcTicks}";
}
