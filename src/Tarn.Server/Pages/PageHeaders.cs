using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tarn.Server.Pages;

/// <summary>The headers that keep pages to themselves. See docs/reference/http-api.md, "Pages and assets".</summary>
static class PageHeaders
{
    const int NonceBytes = 16;

    /// <summary>A fresh nonce: 128 random bits, base64url.</summary>
    public static string NewNonce() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));

    public static string ContentSecurityPolicy(string nonce) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; img-src 'self' data:; " +
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>What every answer carries, of whatever endpoint.</summary>
    public static void AddCommon(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
    }
}
