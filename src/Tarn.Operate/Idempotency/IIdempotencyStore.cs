namespace Tarn.Operate.Idempotency;

/// <summary>Where the answers to requests that clients may send twice are kept, so that the second time nothing happens again.</summary>
public interface IIdempotencyStore
{
    /// <summary>What was answered under a key; null where nothing was.</summary>
    /// <exception cref="OperateException">The store cannot be read.</exception>
    Task<IdempotentAnswer?> FindAsync(Guid key, CancellationToken cancellationToken);

    /// <summary>Keeps an answer. One that is there already stays.</summary>
    /// <exception cref="OperateException">The store cannot be written.</exception>
    Task AddAsync(IdempotentAnswer answer, CancellationToken cancellationToken);

    /// <summary>Forgets what was answered before an instant.</summary>
    /// <exception cref="OperateException">The store cannot be written.</exception>
    Task<int> RemoveBeforeAsync(DateTimeOffset instant, CancellationToken cancellationToken);
}
