using Tarn.Security.Identity;

namespace Tarn.Security.Roles;

/// <summary>Says who may do what. Asked before every statement and by every endpoint.</summary>
/// <remarks>Synchronous: it is asked for every table of every statement, so an implementation keeps its grants in memory.</remarks>
public interface IAuthorizer
{
    Decision Decide(Principal principal, Permission permission, SecuredObject target);
}
