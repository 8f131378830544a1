using Tarn.Security.Roles;

namespace Tarn.Server.Access;

/// <summary>How endpoints declare their rule.</summary>
static class EndpointAccess
{
    public static T AllowOpen<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new AccessRule.Open());

    public static T RequireSignIn<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new AccessRule.SignedIn());

    public static T Require<T>(this T endpoint, Permission permission) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRule.Needs(permission));
}
