using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Storage.State;

namespace Tarn.Storage.Catalogs;

/// <summary>The state store for the catalog: durable writes, and errors in Iceberg's terms.</summary>
sealed class CatalogStore(StateDatabase database)
{
    public async Task<T> ReadAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            throw Translate(e);
        }
    }

    public async Task<T> WriteAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(Durability.Full, work, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            throw Translate(e);
        }
    }

    public async Task<SwapOutcome> SwapAsync(IReadOnlyList<PointerSwap> swaps, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(Durability.Full, session => CatalogRows.Swap(session, swaps), cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Kind == StorageErrorKind.OutcomeUnknown)
        {
            return new SwapOutcome.Unknown(e);
        }
        catch (StorageException e)
        {
            throw Translate(e);
        }
    }

    public Task<CatalogEntry?> FindAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        ReadAsync(session => CatalogRows.Find(session, identifier), cancellationToken);

    static IcebergException Translate(StorageException e) => new(KindOf(e.Kind), e.Message, e) { IsTransient = e.IsTransient };

    static IcebergErrorKind KindOf(StorageErrorKind kind) => kind switch
    {
        StorageErrorKind.Full => IcebergErrorKind.StorageFull,
        StorageErrorKind.AccessDenied => IcebergErrorKind.AccessDenied,
        StorageErrorKind.Corrupt => IcebergErrorKind.CorruptFile,
        StorageErrorKind.TooNew => IcebergErrorKind.Unsupported,
        StorageErrorKind.OutcomeUnknown => IcebergErrorKind.OutcomeUnknown,
        _ => IcebergErrorKind.Unavailable,
    };
}
