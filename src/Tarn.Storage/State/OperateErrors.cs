using Tarn.Operate;

namespace Tarn.Storage.State;

/// <summary>The store's errors in the terms of the library that owns jobs and idempotency keys.</summary>
static class OperateErrors
{
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            throw new OperateException(OperateErrorKind.Store, e.Message, e, e.IsTransient);
        }
    }
}
