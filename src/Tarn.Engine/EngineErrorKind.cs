namespace Tarn.Engine;

/// <summary>What went wrong, in classes that a caller treats differently (HTTP status, exit code, retry).</summary>
public enum EngineErrorKind
{
    /// <summary>The text is no statement that we or the executor can parse.</summary>
    Syntax,

    /// <summary>A table, view, namespace, snapshot or function that is named does not exist.</summary>
    NotFound,

    /// <summary>What should be created exists.</summary>
    AlreadyExists,

    /// <summary>Names or types do not fit: an unknown column, a wrong argument type.</summary>
    Binding,

    /// <summary>A value cannot be cast to the type asked for.</summary>
    Conversion,

    /// <summary>An arithmetic result or a value lies outside its type.</summary>
    OutOfRange,

    /// <summary>A function or statement was given a value that it does not accept.</summary>
    InvalidInput,

    /// <summary>The gate keeps this from reaching the executor: file access, settings, foreign catalogs.</summary>
    Refused,

    /// <summary>The principal lacks the permission.</summary>
    Forbidden,

    /// <summary>Known, but not in this version, or not something that the executor can do.</summary>
    NotSupported,

    /// <summary>Another writer was first, and the change cannot be rebased on what it did.</summary>
    Conflict,

    /// <summary>The catalog did not say whether the commit happened: nothing was deleted, look before you repeat.</summary>
    CommitUnknown,

    /// <summary>Cancelled by the caller.</summary>
    Cancelled,

    /// <summary>The statement ran longer than its timeout.</summary>
    Timeout,

    /// <summary>A named limit was reached: memory, spill space, waiting statements.</summary>
    ResourceLimit,

    /// <summary>The storage failed: unreachable, full, read-only.</summary>
    Storage,

    /// <summary>A file of a table is damaged or missing.</summary>
    Corrupt,

    /// <summary>A defect of ours.</summary>
    Internal,
}
