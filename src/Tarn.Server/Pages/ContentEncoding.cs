using Microsoft.Net.Http.Headers;

namespace Tarn.Server.Pages;

/// <summary>Chooses a content encoding (RFC 9110 §12.5.3).</summary>
static class ContentEncoding
{
    /// <summary>The first of <paramref name="available"/> (best first) that the client accepts; null is the plain file.</summary>
    public static string? Choose(HttpRequest request, IReadOnlyList<string> available)
    {
        if (available.Count == 0) return null;
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return available.FirstOrDefault(encoding => Accepts(accepted, encoding));
    }

    static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string encoding)
    {
        var named = accepted.FirstOrDefault(a => a.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)) ??
                    accepted.FirstOrDefault(a => a.Value.Equals("*", StringComparison.Ordinal));
        return named is not null && (named.Quality ?? 1) > 0;
    }
}
