namespace Tarn.Server.Problems;

/// <summary>The stable kinds of problem answers; on the wire in camelCase. See docs/reference/http-api.md, "Errors".</summary>
public enum ProblemKind
{
    InvalidRequest,
    Syntax,
    UnknownTable,
    UnknownColumn,
    UnknownFunction,
    TypeMismatch,
    InvalidValue,
    Unsupported,
    NotAllowed,
    Unauthenticated,
    LoginFailed,
    Forbidden,
    Csrf,
    NotFound,
    Conflict,
    AlreadyExists,
    TooLarge,
    TooManyAttempts,
    Busy,
    Cancelled,
    Timeout,
    Engine,
    Storage,
    CorruptFile,
    Internal,
    Unavailable,
    OutOfMemory,
    DiskFull,
}
