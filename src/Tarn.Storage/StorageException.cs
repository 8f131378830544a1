namespace Tarn.Storage;

/// <summary>The state store could not do what was asked. The adapters turn it into the exceptions of the libraries whose interfaces they implement.</summary>
public sealed class StorageException : Exception
{
    public StorageException(StorageErrorKind kind, string message, Exception? cause = null) : base(message, cause) => Kind = kind;

    public StorageErrorKind Kind { get; }

    /// <summary>Whether the same call may succeed a little later.</summary>
    public bool IsTransient => Kind == StorageErrorKind.Busy;
}
