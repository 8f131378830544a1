using System.Runtime.InteropServices;
using Tarn.Storage.Native;

namespace Tarn.Storage.Local;

/// <summary>Steps of an atomic and durable write: each is on the disk when it returns.</summary>
static class DurableFiles
{
    /// <summary>Makes the names in a folder durable: a new file whose folder was not synced can vanish with the power.</summary>
    public static void SyncFolder(string folder)
    {
        // Windows keeps names durable itself, and opens no folder for syncing.
        if (OperatingSystem.IsWindows()) return;
        var descriptor = LibC.Open(folder, LibC.OpenReadOnly);
        if (descriptor < 0) throw Failure(folder, "open");
        var failure = LibC.Sync(descriptor) < 0 ? Failure(folder, "sync") : null;
        _ = LibC.Close(descriptor);
        if (failure is not null) throw failure;
    }

    /// <summary>Creates a folder and makes it and every new one above it durable.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder)!;
        CreateFolder(parent);
        _ = Directory.CreateDirectory(folder);
        SyncFolder(parent);
    }

    /// <summary>Renames a file; false where the target exists, which stays as it is. Of several at once exactly one gets true.</summary>
    public static bool MoveToNew(string from, string to)
    {
        if (OperatingSystem.IsLinux())
        {
            if (LibC.Rename(LibC.CurrentFolder, from, LibC.CurrentFolder, to, LibC.RenameNoReplace) == 0) return true;
            if (Marshal.GetLastPInvokeError() == LibC.ErrorExists) return false;
            // Some file systems know no such flag: there, a second name is the atomic step.
            if (Marshal.GetLastPInvokeError() is not (LibC.ErrorInvalid or LibC.ErrorNotImplemented)) throw Failure(to, "create");
        }
        if (OperatingSystem.IsWindows()) return MoveOnWindows(from, to);
        if (LibC.Link(from, to) < 0)
            return Marshal.GetLastPInvokeError() == LibC.ErrorExists ? false : throw Failure(to, "create");
        File.Delete(from);
        return true;
    }

    static bool MoveOnWindows(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    static IOException Failure(string path, string verb)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"Could not {verb} {path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }
}
