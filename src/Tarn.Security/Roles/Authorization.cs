using Tarn.Security.Identity;

namespace Tarn.Security.Roles;

/// <summary>Asking an authorizer where a refusal is an error.</summary>
public static class Authorization
{
    /// <exception cref="AccessException">With kind <see cref="SecurityErrorKind.Denied"/>.</exception>
    public static void Demand(this IAuthorizer authorizer, Principal principal, Permission permission, SecuredObject target)
    {
        if (authorizer.Decide(principal, permission, target) is Decision.Denied denied) throw new AccessException(SecurityErrorKind.Denied, denied.Reason);
    }
}
