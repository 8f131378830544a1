using Tarn.Iceberg;
using Tarn.Storage.Native;

namespace Tarn.Storage.Local;

/// <summary>The operating system's refusals in words for whoever has to mend them. On Unix, .NET keeps the error number in the exception.</summary>
static class StoreFailure
{
    const int WindowsDiskFull = unchecked((int)0x8007_0070);

    public static IcebergException Of(Exception exception, string location) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            new IcebergException(IcebergErrorKind.ObjectNotFound, $"{location} does not exist", exception),
        UnauthorizedAccessException =>
            new IcebergException(IcebergErrorKind.AccessDenied, $"{location} may not be accessed by this user; check owner and mode of the folder", exception),
        IOException { HResult: LibC.ErrorAccess or LibC.ErrorPermission } =>
            new IcebergException(IcebergErrorKind.AccessDenied, $"{location} may not be accessed by this user; check owner and mode of the folder", exception),
        IOException { HResult: LibC.ErrorNoEntry } => new IcebergException(IcebergErrorKind.ObjectNotFound, $"{location} does not exist", exception),
        IOException { HResult: LibC.ErrorNoSpace or LibC.ErrorQuota or WindowsDiskFull } =>
            new IcebergException(IcebergErrorKind.StorageFull, $"The disk or quota is full: {location} was not written, nothing else was changed; free some space", exception),
        IOException { HResult: LibC.ErrorReadOnly } =>
            new IcebergException(IcebergErrorKind.AccessDenied, $"{location} is on a read-only file system; nothing was changed", exception),
        _ => new IcebergException(IcebergErrorKind.Unavailable, $"{location} could not be read or written: {exception.Message}", exception),
    };
}
