using Microsoft.Data.Sqlite;

namespace Tarn.Storage.State;

/// <summary>A piece of work with a result.</summary>
/// <remarks>Once begun it is finished; cancelling only takes it out of the queue, so that "cancelled" always means "not done".</remarks>
sealed class StateWorkOf<T>(Func<SqliteConnection, T> work, Func<Exception, StorageException> translate, CancellationToken cancellationToken) : StateWork
{
    readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Completion => completion.Task;

    public override bool Do(Func<SqliteConnection> connect)
    {
        if (cancellationToken.IsCancellationRequested) return completion.TrySetCanceled(cancellationToken) || true;
        try
        {
            completion.SetResult(work(connect()));
            return true;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            completion.SetException(translate(e));
            return false;
        }
        catch (Exception e)
        {
            completion.SetException(e);
            return e is not StorageException;
        }
    }
}
