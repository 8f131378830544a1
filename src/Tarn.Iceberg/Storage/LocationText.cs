using System.Buffers;

namespace Tarn.Iceberg.Storage;

/// <summary>Which texts may become a location in a table's metadata, whoever reads them later and however.</summary>
/// <remarks>
/// A location is read by more programs than the one that checked it: some decode percent signs, some expand patterns, some resolve <c>..</c>. A text is
/// therefore refused where they could disagree, and every reading of it has to pass the store's rule.
/// </remarks>
public static class LocationText
{
    const int MaxLength = 2_000;

    /// <summary>Pattern characters of the executor and of shells, the delimiters of URIs, and what some systems take for a slash.</summary>
    static readonly SearchValues<char> Ambiguous = SearchValues.Create("*?[]{}#\\");

    /// <summary>Checks a location that a client asks for.</summary>
    /// <param name="text">The location.</param>
    /// <param name="what">What it is to be, for the message.</param>
    /// <param name="store">Its rule decides where tables may be.</param>
    /// <exception cref="IcebergException"><see cref="IcebergErrorKind.AccessDenied"/>: the text is ambiguous or leads outside. Nothing was done.</exception>
    public static void Demand(string text, string what, IObjectStore store)
    {
        foreach (var reading in Readings(text, what)) _ = store.LocalPathFor(reading);
    }

    /// <summary>The text, and what is left of it each time that it is percent-decoded once more.</summary>
    static IEnumerable<string> Readings(string text, string what)
    {
        if (text.Length > MaxLength) throw Refused(text[..100] + "…", what, $"it is longer than {MaxLength} characters");
        if (text.AsSpan().ContainsAny(Ambiguous)) throw Refused(text, what, "it has one of the characters * ? [ ] { } # \\");
        if (text.Split('/').Contains("..")) throw Refused(text, what, "it has \"..\" in it");
        for (var reading = text; ; reading = Uri.UnescapeDataString(reading))
        {
            if (reading.Any(char.IsControl)) throw Refused(text, what, "it has control characters");
            yield return reading;
            if (!reading.Contains('%', StringComparison.Ordinal) || Uri.UnescapeDataString(reading) == reading) yield break;
        }
    }

    static IcebergException Refused(string text, string what, string why) =>
        new(IcebergErrorKind.AccessDenied, $"{text} cannot be {what}: {why}. Nothing was changed");
}
