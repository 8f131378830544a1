namespace Tarn.Iceberg.Storage;

/// <summary>Immutable objects under locations: what tables are made of. Locations are URIs; see <see cref="Storage.Location"/>.</summary>
/// <remarks>
/// Errors are <see cref="IcebergException"/>s: <see cref="IcebergErrorKind.ObjectNotFound"/>, <see cref="IcebergErrorKind.ObjectAlreadyExists"/>,
/// <see cref="IcebergErrorKind.AccessDenied"/>, <see cref="IcebergErrorKind.StorageFull"/>, <see cref="IcebergErrorKind.Unavailable"/> (transient),
/// <see cref="IcebergErrorKind.OutcomeUnknown"/> (a write that may have happened). All calls are safe to use from several threads.
/// </remarks>
public interface IObjectStore
{
    /// <summary>The object's length and time, or null where it is not there.</summary>
    Task<ObjectInfo?> StatAsync(string location, CancellationToken cancellationToken);

    /// <summary>The whole object.</summary>
    Task<ReadOnlyMemory<byte>> ReadAsync(string location, CancellationToken cancellationToken);

    /// <summary>Exactly <paramref name="length"/> bytes from <paramref name="offset"/>; a range beyond the end is an error.</summary>
    Task<ReadOnlyMemory<byte>> ReadRangeAsync(string location, long offset, int length, CancellationToken cancellationToken);

    /// <summary>Writes an object atomically and durably: when this returns it is there, and before that nobody sees a part of it.</summary>
    Task WriteAsync(string location, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken);

    /// <summary>Every object whose location begins with <paramref name="prefix"/>, in no particular order, while it is being listed.</summary>
    IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Removes an object; one that is not there is no error.</summary>
    Task DeleteAsync(string location, CancellationToken cancellationToken);

    /// <summary>A local file with the object's content that the engine can open, kept as long as it may be in use.</summary>
    /// <param name="location">The object.</param>
    /// <param name="length">Its length where it is known (manifests say it), which saves a request; else null.</param>
    /// <param name="cancellationToken">Cancels the transfer.</param>
    Task<string> MaterializeAsync(string location, long? length, CancellationToken cancellationToken);

    /// <summary>Takes a finished local file in as a new object, and takes the file away. On a local disk that is a rename.</summary>
    Task ImportAsync(string localPath, string location, CancellationToken cancellationToken);

    /// <summary>The local path at which the engine may write the object itself, or null where the store is not local.</summary>
    string? LocalPathFor(string location);
}
