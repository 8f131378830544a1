namespace Tarn.Server.Pages;

/// <summary>One file of the built UI.</summary>
/// <param name="Path">Where it lies on disk.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Encodings">The compressed copies beside it (<c>br</c>, <c>gzip</c>), best first.</param>
/// <param name="Modified">When it was built.</param>
sealed record WebFile(string Path, string ContentType, IReadOnlyList<string> Encodings, DateTimeOffset Modified)
{
    /// <summary>The path of the copy in one content encoding; null is the file itself.</summary>
    public string PathIn(string? encoding) => encoding switch
    {
        null => Path,
        "br" => Path + ".br",
        _ => Path + ".gz",
    };
}
