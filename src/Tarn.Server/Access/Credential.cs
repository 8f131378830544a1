using Tarn.Project.Secrets;

namespace Tarn.Server.Access;

/// <summary>What a request shows to be let in.</summary>
/// <param name="Token">The token's text.</param>
/// <param name="IsCookie">Sent by the browser by itself, so that a change also needs the anti-forgery header.</param>
sealed record Credential(Secret Token, bool IsCookie)
{
    public const string CookieName = "tarn_session";

    const string Bearer = "Bearer ";
    const string Dremio = "_dremio";

    /// <summary>The header wins over the cookie: a program that sends one means it.</summary>
    public static Credential? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return new Credential(new Secret(header[Bearer.Length..].Trim()), false);
        if (header.StartsWith(Dremio, StringComparison.Ordinal)) return new Credential(new Secret(header[Dremio.Length..].Trim()), false);
        if (header.Length > 0) return null;
        return request.Cookies.TryGetValue(CookieName, out var cookie) && cookie.Length > 0 ? new Credential(new Secret(cookie), true) : null;
    }
}
