namespace Tarn.Server.Health;

/// <summary>Something without which the server is of no use: a real attempt, not a flag.</summary>
/// <param name="Name">Of the part: <c>catalog</c>, <c>warehouse</c>, <c>engine</c>.</param>
/// <param name="RunAsync">Returns when the part works, throws what is wrong otherwise.</param>
public sealed record ReadinessCheck(string Name, Func<CancellationToken, Task> RunAsync);
