namespace Tarn.Engine.Native;

/// <summary>While it lives, cancelling the token interrupts what the connection runs.</summary>
/// <remarks>One interrupt can fall into the gap before a statement starts, where the executor forgets it; so it is repeated until the call has returned.</remarks>
sealed class InterruptScope : IDisposable
{
    const int RepeatMs = 5;

    readonly Lock _lock = new();
    readonly Connection _connection;
    readonly CancellationTokenRegistration _registration;
    Timer? _timer;
    bool _ended;

    InterruptScope(Connection connection, CancellationToken cancellationToken)
    {
        _connection = connection;
        _registration = cancellationToken.UnsafeRegister(static state => ((InterruptScope)state!).Start(), this);
    }

    /// <summary>Null for a token that is never cancelled.</summary>
    public static InterruptScope? Begin(Connection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return cancellationToken.CanBeCanceled ? new InterruptScope(connection, cancellationToken) : null;
    }

    public void Dispose()
    {
        _registration.Dispose();
        lock (_lock)
        {
            _ended = true;
            _timer?.Dispose();
        }
    }

    void Start()
    {
        lock (_lock)
            if (!_ended) _timer = new Timer(static state => ((InterruptScope)state!).Tick(), this, 0, RepeatMs);
    }

    // Under the lock: after Dispose no interrupt can reach the statement that runs next.
    void Tick()
    {
        lock (_lock)
            if (!_ended) _connection.Interrupt();
    }
}
