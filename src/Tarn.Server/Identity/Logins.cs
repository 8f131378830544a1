using Tarn.Project.Secrets;
using Tarn.Security.Identity;
using Tarn.Security.Tokens;
using Tarn.Server.Problems;

namespace Tarn.Server.Identity;

/// <summary>Turns a user and a password into a session token, or into the one refusal that tells nothing.</summary>
/// <remarks>Hashing a password is expensive on purpose; at most a few run at once, so that a flood of logins does not starve the statements.</remarks>
sealed class Logins(Accounts accounts, TokenAuthority tokens, TimeSpan lifetime) : IDisposable
{
    /// <summary>The name under which sessions stand in a user's list of tokens.</summary>
    const string BrowserSession = "browser session";
    const int MaxAtOnce = 2;
    const int MaxWaiting = 20;

    readonly SemaphoreSlim _room = new(MaxAtOnce);
    int _waiting;

    public async Task<(Principal Principal, IssuedToken Token)> LoginAsync(string? user, string? password, string address, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(user) || string.IsNullOrEmpty(password)) throw new ServerException(ProblemKind.InvalidRequest, "A login needs a user and a password.");
        var outcome = await InTurnAsync(() => accounts.LoginAsync(user, new Secret(password), address, cancellationToken), cancellationToken);
        if (outcome is LoginOutcome.Locked locked) throw TooMany(locked.RetryAfter);
        if (outcome is not LoginOutcome.Accepted accepted) throw new ServerException(ProblemKind.LoginFailed, "The user or the password is wrong.");
        var token = await tokens.IssueAsync(accepted.Principal.Name, TokenKind.Session, BrowserSession, lifetime, cancellationToken);
        return (accepted.Principal, token);
    }

    public void Dispose() => _room.Dispose();

    async Task<LoginOutcome> InTurnAsync(Func<Task<LoginOutcome>> login, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MaxAtOnce + MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw TooMany(TimeSpan.FromSeconds(5));
        }
        try
        {
            await _room.WaitAsync(cancellationToken);
            try
            {
                return await login();
            }
            finally
            {
                _room.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    static ServerException TooMany(TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new ServerException(new Problem(ProblemKind.TooManyAttempts, $"Too many failed logins. Try again in {seconds} s.") { RetryAfterSeconds = seconds });
    }
}
