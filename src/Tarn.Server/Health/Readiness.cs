using Microsoft.Extensions.Logging;

namespace Tarn.Server.Health;

/// <summary>Runs the checks, and remembers the answer for a moment: the endpoint is open and must not be a way to load the server.</summary>
sealed class Readiness(IReadOnlyList<ReadinessCheck> checks, TimeProvider time, ILogger<Readiness> log) : IDisposable
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim _one = new(1);
    ReadinessAnswer? _last;
    DateTimeOffset _lastAt;

    /// <summary>Set when the server begins to stop: a balancer should send nobody here any more.</summary>
    public bool IsStopping { get; set; }

    public async Task<ReadinessAnswer> CheckAsync(CancellationToken cancellationToken)
    {
        if (IsStopping) return new ReadinessAnswer("notReady", [new CheckAnswer("stopping", false, 0)]);
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is not null && time.GetUtcNow() - _lastAt < Fresh) return _last;
            var answers = await Task.WhenAll(checks.Select(check => RunAsync(check, cancellationToken)));
            _lastAt = time.GetUtcNow();
            return _last = new ReadinessAnswer(answers.All(a => a.Ok) ? "ready" : "notReady", answers);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    async Task<CheckAnswer> RunAsync(ReadinessCheck check, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await check.RunAsync(patience.Token);
            return new CheckAnswer(check.Name, true, time.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            HealthLog.CheckFailed(log, check.Name, error);
            return new CheckAnswer(check.Name, false, time.GetElapsedTime(began).TotalMilliseconds);
        }
    }
}
