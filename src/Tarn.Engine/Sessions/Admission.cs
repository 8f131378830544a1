namespace Tarn.Engine.Sessions;

/// <summary>Lets so many statements run at once; the others wait in order, and too many that wait are refused.</summary>
internal sealed class Admission(int running, int waiting) : IDisposable
{
    readonly SemaphoreSlim _slots = new(running, running);
    int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (await _slots.WaitAsync(0, cancellationToken).ConfigureAwait(false)) return;
        try
        {
            if (Interlocked.Increment(ref _waiting) > waiting)
            {
                throw new EngineException(
                    EngineErrorKind.ResourceLimit, $"{running} statements run and {waiting} wait already. Try again later, or raise sql.maxConcurrentStatements in tarn.yaml.");
            }
            await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _slots.Release();

    public void Dispose() => _slots.Dispose();
}
