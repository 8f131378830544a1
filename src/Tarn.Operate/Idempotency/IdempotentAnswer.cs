namespace Tarn.Operate.Idempotency;

/// <summary>The final answer to a request that came with a key.</summary>
/// <param name="Key">The client's, globally unique.</param>
/// <param name="Request">Says which request it was: a hash of caller, method, path and body.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The answer, or null where there was none or it is to be made anew.</param>
/// <param name="Reload">The object whose present state is the answer's body, as the server names it; null where the body is kept.</param>
/// <param name="Answered">When.</param>
public sealed record IdempotentAnswer(Guid Key, string Request, int Status, byte[]? Body, string? Reload, DateTimeOffset Answered)
{
    /// <summary>For how long a client may send the same key again.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(30);

    /// <summary>Kept longer than promised, for clocks that differ.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromHours(1);
}
