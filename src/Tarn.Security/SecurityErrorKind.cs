namespace Tarn.Security;

/// <summary>Why something was refused.</summary>
public enum SecurityErrorKind
{
    /// <summary>The principal lacks the permission.</summary>
    Denied,

    /// <summary>A user or token of that name exists already.</summary>
    Exists,

    /// <summary>No such user or token.</summary>
    NotFound,

    /// <summary>A name, password or role that is not acceptable.</summary>
    Invalid,

    /// <summary>The store of users and tokens could not be read or written.</summary>
    Store,
}
