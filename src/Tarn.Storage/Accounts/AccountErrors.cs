using Tarn.Security;

namespace Tarn.Storage.Accounts;

/// <summary>The store's errors in the terms of the library whose interfaces are implemented here.</summary>
static class AccountErrors
{
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            throw new AccessException(SecurityErrorKind.Store, e.Message, e, e.IsTransient);
        }
    }
}
