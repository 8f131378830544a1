namespace Tarn.Storage;

/// <summary>What is wrong with the state store.</summary>
public enum StorageErrorKind
{
    /// <summary>Other processes held the lock for too long; the change was not made.</summary>
    Busy,

    /// <summary>The disk or quota is full; the change was not made.</summary>
    Full,

    /// <summary>The file or its folder cannot be written or read.</summary>
    AccessDenied,

    /// <summary>The file is no state store, or it is damaged.</summary>
    Corrupt,

    /// <summary>The store was written by a newer Tarn; it was not touched.</summary>
    TooNew,

    /// <summary>The change may or may not have been made.</summary>
    OutcomeUnknown,

    /// <summary>Anything else that SQLite reports.</summary>
    Failed,
}
