using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Security.Tokens;
using Tarn.Server.Problems;

namespace Tarn.Server.Access;

/// <summary>Stands behind routing and before every handler: an endpoint without a rule is refused, one with a rule gets a caller who meets it.</summary>
sealed class AccessGate(RequestDelegate next, TokenAuthority tokens, IAuthorizer authorizer)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint() ?? throw new ServerException(ProblemKind.NotFound, $"There is no {context.Request.Method} {context.Request.Path} here.");
        var rule = endpoint.Metadata.GetMetadata<AccessRule>() ??
                   throw new ServerException(ProblemKind.Internal, $"{endpoint.DisplayName} declares no access rule, so nobody may use it.");
        if (rule is not AccessRule.Open)
        {
            var caller = await AuthenticateAsync(context.Request, context.RequestAborted);
            if (rule is AccessRule.Needs needs) Demand(caller.Principal, needs.Permission);
            context.Features.Set(caller);
        }
        await next(context);
    }

    async Task<Caller> AuthenticateAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var credential = Credential.Of(request) ?? throw new ServerException(ProblemKind.Unauthenticated, "This needs a login: a session cookie or an Authorization header with a token.");
        var principal = await tokens.AuthenticateAsync(credential.Token, cancellationToken) ??
                        throw new ServerException(ProblemKind.Unauthenticated, "The session or token is unknown, expired or revoked. Sign in again.");
        if (credential.IsCookie && !AntiForgery.Holds(request, credential.Token))
            throw new ServerException(ProblemKind.Csrf, $"A change in a browser session needs the header {AntiForgery.HeaderName} with the session's value; nothing was done. Reload the page.");
        return new Caller(principal, credential.Token);
    }

    void Demand(Principal principal, Permission permission)
    {
        if (authorizer.Decide(principal, permission, SecuredObject.Everything) is Decision.Denied denied)
            throw new ServerException(ProblemKind.Forbidden, denied.Reason);
    }
}
