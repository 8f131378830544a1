using System.Text;
using Tarn.Project.Secrets;
using Tarn.Security.Tokens;
using Tarn.Server.Identity;
using Tarn.Server.Problems;

namespace Tarn.Server.RestCatalog;

/// <summary><c>POST /iceberg/v1/oauth/tokens</c>: OAuth2 client credentials and token exchange (RFC 6749 §4.4, RFC 8693), as Iceberg's clients use them.</summary>
/// <remarks>
/// A client secret is a token of Tarn or a user's password. For a token the answer is that token, which thereby stays revocable by its id; for a password it is a
/// session's. An exchange gives the same token back: nobody lengthens a token's life with it.
/// </remarks>
sealed class TokenEndpoint(TokenAuthority tokens, Logins logins, TimeProvider time)
{
    const string ClientCredentials = "client_credentials";
    const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

    public async Task AnswerAsync(HttpContext context)
    {
        var answer = await AnswerOfAsync(context);
        context.Response.Headers.CacheControl = "no-store";
        await answer.WriteAsync(context);
    }

    async Task<RestAnswer> AnswerOfAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return Refused(400, "invalid_request", "Send the fields as application/x-www-form-urlencoded.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return form["grant_type"].ToString() switch
        {
            ClientCredentials => await CredentialsAsync(context, form),
            TokenExchange => await ExchangeAsync(context, form),
            var other => Refused(400, "unsupported_grant_type", $"grant_type is '{other}'; {ClientCredentials} and {TokenExchange} are known."),
        };
    }

    async Task<RestAnswer> CredentialsAsync(HttpContext context, IFormCollection form)
    {
        var (id, secret) = BasicOf(context.Request) ?? (form["client_id"].ToString(), form["client_secret"].ToString());
        if (secret.Length == 0) return Refused(400, "invalid_request", "client_secret is missing.");
        if (secret.StartsWith(TokenAuthority.Prefix, StringComparison.Ordinal))
            return await tokens.FindAsync(new Secret(secret), context.RequestAborted) is { } found && Fits(id, found.Token)
                ? Issued(secret, found.Token, form)
                : Refused(401, "invalid_client", "The client secret is no valid token of this client.");
        try
        {
            var (_, token) = await logins.LoginAsync(id, secret, context.Connection.RemoteIpAddress?.ToString() ?? "local", context.RequestAborted);
            return Issued(token.Text.Expose(), token.Token, form);
        }
        catch (ServerException e) when (e.Kind is ProblemKind.LoginFailed or ProblemKind.InvalidRequest)
        {
            return Refused(401, "invalid_client", "The client id or the client secret is wrong.");
        }
    }

    async Task<RestAnswer> ExchangeAsync(HttpContext context, IFormCollection form)
    {
        var subject = form["subject_token"].ToString();
        return await tokens.FindAsync(new Secret(subject), context.RequestAborted) is { } found
            ? Issued(subject, found.Token, form)
            : Refused(401, "invalid_client", "subject_token is unknown, expired or revoked.");
    }

    /// <summary>Clients are set up with a token's name, id or user beside it, or with nothing.</summary>
    static bool Fits(string id, AccessToken token) => id.Length == 0 || id == token.Name || id == token.User || id == token.Id.ToString();

    /// <summary>RFC 6749 §2.3.1: id and secret are form-encoded before they are joined.</summary>
    static (string Id, string Secret)? BasicOf(HttpRequest request)
    {
        const string scheme = "Basic ";
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[scheme.Length..].Trim(), bytes, out var length)) return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])) : null;
    }

    RestAnswer Issued(string text, AccessToken token, IFormCollection form) => RestAnswer.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("access_token", text);
        writer.WriteString("token_type", "bearer");
        writer.WriteString("issued_token_type", AccessTokenType);
        writer.WriteNumber("expires_in", (long)Math.Max(1, (token.Expires - time.GetUtcNow()).TotalSeconds));
        if (form["scope"].ToString() is { Length: > 0 } scope) writer.WriteString("scope", scope);
        writer.WriteEndObject();
    });

    static RestAnswer Refused(int status, string error, string description) => RestAnswer.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", error);
        writer.WriteString("error_description", description);
        writer.WriteEndObject();
    }) with { Status = status };
}
