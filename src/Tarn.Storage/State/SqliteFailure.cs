using Microsoft.Data.Sqlite;
using Tarn.Storage.Native;

namespace Tarn.Storage.State;

/// <summary>SQLite's result codes (sqlite.org/rescode.html) in words for whoever has to mend it.</summary>
static class SqliteFailure
{
    const int Busy = 5;
    const int Locked = 6;
    const int ReadOnly = 8;
    const int InputOutput = 10;
    const int Corrupt = 11;
    const int Full = 13;
    const int CannotOpen = 14;
    const int Permission = 3;
    const int NotADatabase = 26;

    /// <summary>SQLite needs a few pages even to read, for the index of its log: a disk with less is full.</summary>
    const long LeastFreeBytes = 256 * 1024;

    const string FullText = "cannot grow, the disk or quota is full; nothing was changed; free some space and try again (`tarn doctor` names files that nobody needs)";

    public static StorageException Of(Exception exception, string path)
    {
        var (kind, message) = exception is SqliteException sqlite ? Words(sqlite, path) : (StorageErrorKind.AccessDenied, $"cannot be opened: {exception.Message}");
        return new StorageException(kind, $"The state store {path} {message}", exception);
    }

    static bool IsDiskFull(string path)
    {
        try
        {
            return Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder) && new DriveInfo(folder).AvailableFreeSpace < LeastFreeBytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    static bool IsOnReadOnlyDisk(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.HResult == LibC.ErrorReadOnly || e.InnerException?.HResult == LibC.ErrorReadOnly;
        }
    }

    static (StorageErrorKind Kind, string Message) Words(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        Busy or Locked => (StorageErrorKind.Busy, "is locked by other processes for too long; nothing was changed; try again"),
        Full => (StorageErrorKind.Full, FullText),
        InputOutput or CannotOpen when IsDiskFull(path) => (StorageErrorKind.Full, FullText),
        ReadOnly or CannotOpen or InputOutput when IsOnReadOnlyDisk(path) =>
            (StorageErrorKind.AccessDenied, "is on a read-only file system; nothing was changed; make the folder writable, or work on a copy of the project"),
        ReadOnly => (StorageErrorKind.AccessDenied, "is read-only for this user; nothing was changed; check the owner and mode of the file and its folder"),
        CannotOpen or Permission => (StorageErrorKind.AccessDenied,
            Directory.Exists(Path.GetDirectoryName(path)) ? "cannot be opened; check the owner and mode of the file and its folder" : "is in a folder that does not exist"),
        Corrupt => (StorageErrorKind.Corrupt, "is damaged; stop Tarn and restore the file from a backup; the tables' files are not touched by this"),
        NotADatabase => (StorageErrorKind.Corrupt, "is no SQLite file; catalog.store in tarn.yaml names it"),
        InputOutput => (StorageErrorKind.Failed, $"could not be read or written ({exception.Message}); check the disk"),
        _ => (StorageErrorKind.Failed, $"failed: {exception.Message} (SQLite code {exception.SqliteExtendedErrorCode})"),
    };
}
