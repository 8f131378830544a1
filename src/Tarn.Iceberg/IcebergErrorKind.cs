namespace Tarn.Iceberg;

/// <summary>What an <see cref="IcebergException"/> is about: the caller's branch, where the message is for people.</summary>
public enum IcebergErrorKind
{
    /// <summary>The caller passed something that the specification does not allow (a name twice, an unknown field, a wrong literal).</summary>
    InvalidArgument,

    /// <summary>A metadata file, manifest or delete file does not hold what the specification requires.</summary>
    CorruptFile,

    /// <summary>The file is valid, but asks for a feature or version that this library does not have.</summary>
    Unsupported,

    /// <summary>An object is not in the store.</summary>
    ObjectNotFound,

    /// <summary>An object exists where a new one was to be created.</summary>
    ObjectAlreadyExists,

    /// <summary>The store refuses access to a location, or the location is outside what it serves.</summary>
    AccessDenied,

    /// <summary>The store is full, or a quota is used up.</summary>
    StorageFull,

    /// <summary>The store or catalog cannot be reached or failed in passing; usually transient.</summary>
    Unavailable,

    /// <summary>The write's outcome is not known: it may have happened.</summary>
    OutcomeUnknown,

    /// <summary>No such namespace in the catalog.</summary>
    NoSuchNamespace,

    /// <summary>No such table in the catalog.</summary>
    NoSuchTable,

    /// <summary>No such view in the catalog.</summary>
    NoSuchView,

    /// <summary>No snapshot, branch or tag of that id, name or time in the table.</summary>
    NoSuchSnapshot,

    /// <summary>A namespace, table or view of that name is there already.</summary>
    AlreadyExists,

    /// <summary>The namespace holds tables, views or namespaces.</summary>
    NamespaceNotEmpty,

    /// <summary>The table changed so that the commit no longer applies, also after retries.</summary>
    CommitConflict,
}
