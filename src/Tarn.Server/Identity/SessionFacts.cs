using Tarn.Project.Secrets;
using Tarn.Security.Identity;
using Tarn.Server.Access;
using Tarn.Server.Instance;

namespace Tarn.Server.Identity;

/// <summary>What every session is told about this server.</summary>
sealed record SessionFacts(string Project, long MaxResultRows)
{
    public SessionAnswer Of(Principal principal, Secret token) =>
        new(principal.Name, principal.Roles, AntiForgery.ValueFor(token), Project, TarnVersion.Text, MaxResultRows);
}
