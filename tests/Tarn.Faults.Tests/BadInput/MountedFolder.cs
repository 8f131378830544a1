using System.Diagnostics;
using Tarn.Testing;

namespace Tarn.Faults.Tests.BadInput;

/// <summary>A small disk of its own: a tmpfs, which root may mount, and which keeps root out too when it is full or read-only.</summary>
sealed class MountedFolder : IDisposable
{
    readonly TemporaryFolder folder = new();

    public MountedFolder(string size) => Mount("-t", "tmpfs", "-o", $"size={size}", "tmpfs", Path);

    public string Path => folder.Path;

    public void MakeReadOnly() => Mount("-o", "remount,ro", Path);

    public void MakeWritable() => Mount("-o", "remount,rw", Path);

    public void Dispose()
    {
        using (var process = Process.Start("umount", ["-l", Path])) process.WaitForExit();
        folder.Dispose();
    }

    internal static bool IsPermitted()
    {
        try
        {
            using var tried = new MountedFolder("1m");
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    static void Mount(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"mount {string.Join(' ', arguments)}: {errors}");
    }
}
