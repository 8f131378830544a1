namespace Tarn.Security.Identity;

/// <summary>What came of a login.</summary>
public abstract record LoginOutcome
{
    public sealed record Accepted(Principal Principal) : LoginOutcome;

    /// <summary>User or password is wrong, or the user is disabled: which of them is not told.</summary>
    public sealed record Refused : LoginOutcome;

    /// <summary>Too many failures; the password was not looked at.</summary>
    public sealed record Locked(TimeSpan RetryAfter) : LoginOutcome;
}
