using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tarn.Project.Secrets;

namespace Tarn.Server.Access;

/// <summary>The anti-forgery value of a session: derived from its token, so that it needs no store and lasts as long.</summary>
/// <remarks>Another site can make a browser send the cookie, but can neither read the cookie nor set this header.</remarks>
static class AntiForgery
{
    public const string HeaderName = "X-Tarn-Csrf";

    static readonly byte[] Purpose = "tarn anti-forgery 1"u8.ToArray();

    public static string ValueFor(Secret token) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token.Expose()), Purpose));

    /// <summary>Whether a request that came with a cookie also proves that our own page sent it. Reading needs no proof.</summary>
    public static bool Holds(HttpRequest request, Secret token)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return true;
        var sent = Encoding.UTF8.GetBytes(request.Headers[HeaderName].ToString());
        return CryptographicOperations.FixedTimeEquals(sent, Encoding.UTF8.GetBytes(ValueFor(token)));
    }
}
