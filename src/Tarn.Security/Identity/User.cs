using System.Collections.Immutable;

namespace Tarn.Security.Identity;

/// <summary>A user of the store.</summary>
/// <param name="Name">Unique, ignoring case; see <see cref="UserName"/>.</param>
/// <param name="Password">Null for a user who only has tokens.</param>
/// <param name="Roles">Names of roles.</param>
/// <param name="IsDisabled">Neither password nor token is accepted.</param>
/// <param name="Created">When.</param>
public sealed record User(string Name, PasswordHash? Password, ImmutableArray<string> Roles, bool IsDisabled, DateTimeOffset Created)
{
    public Principal ToPrincipal() => new(Name, PrincipalKind.User, Roles);

    /// <summary>Never the hash.</summary>
    public override string ToString() => Name;
}
