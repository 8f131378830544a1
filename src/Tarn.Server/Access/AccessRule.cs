using Tarn.Security.Roles;

namespace Tarn.Server.Access;

/// <summary>What an endpoint demands of its caller; every endpoint carries exactly one as metadata, or is refused.</summary>
public abstract record AccessRule
{
    /// <summary>Anybody, without a credential: health, the login, the UI's files.</summary>
    public sealed record Open : AccessRule;

    /// <summary>Whoever is signed in.</summary>
    public sealed record SignedIn : AccessRule;

    /// <summary>A permission on the installation; handlers ask again for the single object that they touch.</summary>
    public sealed record Needs(Permission Permission) : AccessRule;
}
