using Tarn.Security.Identity;

namespace Tarn.Security.Roles;

/// <summary>Decides by the principal's roles alone: what a role permits, it permits on every object.</summary>
public sealed class RoleAuthorizer : IAuthorizer
{
    public Decision Decide(Principal principal, Permission permission, SecuredObject target)
    {
        if (principal.Roles.Any(name => Role.Find(name)?.Permissions.Contains(permission) == true)) return new Decision.Allowed();
        var enough = string.Join(" or ", Role.All.Where(role => role.Permissions.Contains(permission)).Select(role => role.Name));
        return new Decision.Denied($"{principal.Name} may not {Verb(permission)} on {target}: it takes the role {enough}; an administrator assigns roles");
    }

    /// <summary>"ReadRows" is "read rows".</summary>
    static string Verb(Permission permission) =>
        string.Concat(permission.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));
}
