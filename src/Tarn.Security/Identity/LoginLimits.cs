namespace Tarn.Security.Identity;

/// <summary>How much guessing is allowed.</summary>
/// <param name="FreeFailures">So many failures in a row cost nothing.</param>
/// <param name="FirstDelay">After one more, the account or address waits so long; each further failure doubles it.</param>
/// <param name="LongestDelay">The doubling ends here, so that nobody can lock a user out for good.</param>
/// <param name="Forget">A failure this old no longer counts.</param>
/// <param name="MaxTracked">Accounts and addresses remembered at once; the oldest go first.</param>
public sealed record LoginLimits(int FreeFailures, TimeSpan FirstDelay, TimeSpan LongestDelay, TimeSpan Forget, int MaxTracked)
{
    public static LoginLimits Default { get; } =
        new(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), 10_000);
}
