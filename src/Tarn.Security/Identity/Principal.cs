using System.Collections.Immutable;
using Tarn.Security.Roles;

namespace Tarn.Security.Identity;

/// <summary>On whose behalf something happens. An explicit parameter everywhere; there is no ambient one.</summary>
/// <param name="Name">As it stands in jobs and audit records: <c>ann</c>, <c>local:ann</c>, <c>system</c>.</param>
/// <param name="Kind">How it came to be known.</param>
/// <param name="Roles">Names of roles; what they permit is the authorizer's business.</param>
public sealed record Principal(string Name, PrincipalKind Kind, ImmutableArray<string> Roles)
{
    public static Principal System { get; } = new("system", PrincipalKind.System, [Role.Admin.Name]);

    /// <summary>A process in the project folder, with all rights.</summary>
    public static Principal Local(string osUser) => new($"local:{osUser}", PrincipalKind.Local, [Role.Admin.Name]);

    public override string ToString() => Name;
}
