namespace Tarn.Security.Identity;

/// <summary>Counts failed logins by account and by address, and says who has to wait.</summary>
/// <remarks>Kept in memory: a restart forgets it, which an attacker cannot cause without being further in already.</remarks>
public sealed class LoginThrottle(LoginLimits limits, TimeProvider time)
{
    readonly Lock gate = new();
    readonly Dictionary<string, Failures> tracked = new(StringComparer.Ordinal);

    readonly record struct Failures(int Count, DateTimeOffset Last);

    /// <summary>How long until an attempt is looked at; null is now.</summary>
    public TimeSpan? Wait(string user, string address)
    {
        lock (gate)
        {
            var wait = Later(WaitOf(UserKey(user)), WaitOf(AddressKey(address)));
            return wait > TimeSpan.Zero ? wait : null;
        }
    }

    public void Failed(string user, string address)
    {
        lock (gate)
        {
            Count(UserKey(user));
            Count(AddressKey(address));
            if (tracked.Count > limits.MaxTracked) ForgetOldest();
        }
    }

    /// <summary>The account starts afresh; the address does not, or one known account would buy free guesses at others.</summary>
    public void Succeeded(string user)
    {
        lock (gate) _ = tracked.Remove(UserKey(user));
    }

    void Count(string key)
    {
        var now = time.GetUtcNow();
        var before = tracked.TryGetValue(key, out var failures) && now - failures.Last < limits.Forget ? failures.Count : 0;
        tracked[key] = new Failures(before + 1, now);
    }

    TimeSpan WaitOf(string key)
    {
        if (!tracked.TryGetValue(key, out var failures) || failures.Count <= limits.FreeFailures) return TimeSpan.Zero;
        var doublings = Math.Min(failures.Count - limits.FreeFailures - 1, 30);
        var delay = Math.Min(limits.FirstDelay.Ticks * Math.Pow(2, doublings), limits.LongestDelay.Ticks);
        return failures.Last + TimeSpan.FromTicks((long)delay) - time.GetUtcNow();
    }

    void ForgetOldest()
    {
        // A tenth at once keeps the cost of a flood of new names linear.
        foreach (var key in tracked.OrderBy(entry => entry.Value.Last).Take(Math.Max(1, limits.MaxTracked / 10)).Select(entry => entry.Key).ToList())
            _ = tracked.Remove(key);
    }

    static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    static string UserKey(string user) => $"user:{user}";

    static string AddressKey(string address) => $"address:{address}";
}
