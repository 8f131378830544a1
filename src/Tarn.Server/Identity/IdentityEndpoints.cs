using Tarn.Security.Roles;
using Tarn.Security.Tokens;
using Tarn.Server.Access;
using Tarn.Server.Instance;

namespace Tarn.Server.Identity;

/// <summary>Login and logout: a cookie for browsers, a token in JSON for programs.</summary>
static class IdentityEndpoints
{
    public static void MapIdentity(this IEndpointRouteBuilder routes, Logins logins, TokenAuthority tokens, SessionFacts facts)
    {
        var group = routes.MapGroup("/api/ui/v1").WithTags("session");
        group.MapPost("/session", (HttpContext context, SessionCall call) => SignInAsync(context, call, logins, facts)).AllowOpen();
        group.MapGet("/session", (Caller caller) => TypedResults.Ok(facts.Of(caller.Principal, caller.Token))).RequireSignIn();
        group.MapDelete("/session", (HttpContext context, Caller caller) => SignOutAsync(context, caller, tokens)).RequireSignIn();
        routes.MapPost("/apiv2/login", (HttpContext context, DremioLoginCall call) => DremioLoginAsync(context, call, logins)).AllowOpen().WithTags("session");
    }

    static async Task<Ok<SessionAnswer>> SignInAsync(HttpContext context, SessionCall call, Logins logins, SessionFacts facts)
    {
        var (principal, token) = await logins.LoginAsync(call.User, call.Password, AddressOf(context), context.RequestAborted);
        context.Response.Cookies.Append(Credential.CookieName, token.Text.Expose(), Cookie(context, token.Token.Expires));
        return TypedResults.Ok(facts.Of(principal, token.Text));
    }

    static async Task<NoContent> SignOutAsync(HttpContext context, Caller caller, TokenAuthority tokens)
    {
        _ = await tokens.RevokeAsync(caller.Token, context.RequestAborted);
        context.Response.Cookies.Delete(Credential.CookieName, Cookie(context, null));
        return TypedResults.NoContent();
    }

    static async Task<Ok<DremioLoginAnswer>> DremioLoginAsync(HttpContext context, DremioLoginCall call, Logins logins)
    {
        var (principal, token) = await logins.LoginAsync(call.UserName, call.Password, AddressOf(context), context.RequestAborted);
        return TypedResults.Ok(new DremioLoginAnswer(
            token.Text.Expose(), principal.Name, "", "", token.Token.Expires.ToUnixTimeMilliseconds(), "", principal.Name,
            principal.Roles.Contains(Role.Admin.Name), TarnVersion.Text));
    }

    static CookieOptions Cookie(HttpContext context, DateTimeOffset? expires) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", Secure = context.Request.IsHttps, Expires = expires };

    static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";
}
