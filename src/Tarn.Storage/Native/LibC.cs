using System.Runtime.InteropServices;

namespace Tarn.Storage.Native;

/// <summary>The few calls of POSIX that .NET has no method for.</summary>
static partial class LibC
{
    public const int OpenReadOnly = 0;

    /// <summary>renameat2(2): fail instead of replacing.</summary>
    public const uint RenameNoReplace = 1;

    /// <summary>"Relative to the working directory", which absolute paths ignore.</summary>
    public const int CurrentFolder = -100;

    public const int ErrorNoEntry = 2;
    public const int ErrorAccess = 13;
    public const int ErrorPermission = 1;
    public const int ErrorExists = 17;
    public const int ErrorInvalid = 22;
    public const int ErrorNoSpace = 28;
    public const int ErrorReadOnly = 30;
    public const int ErrorNotImplemented = 38;
    public const int ErrorQuota = 122;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint RealPath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    public static partial void Free(nint memory);
}
