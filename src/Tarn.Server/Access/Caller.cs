using Tarn.Project.Secrets;
using Tarn.Security.Identity;
using Tarn.Server.Problems;

namespace Tarn.Server.Access;

/// <summary>Who calls, and by which token; a parameter of every handler behind a rule.</summary>
/// <param name="Principal">With the user's present roles.</param>
/// <param name="Token">The credential itself, to end it at the logout.</param>
sealed record Caller(Principal Principal, Secret Token)
{
    /// <summary>Binds the caller that <see cref="AccessGate"/> let through.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<Caller?>(context.Features.Get<Caller>() ?? throw new ServerException(ProblemKind.Unauthenticated, "Sign in first."));
}
