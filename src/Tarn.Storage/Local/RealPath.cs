using System.Runtime.InteropServices;
using Tarn.Iceberg;
using Tarn.Storage.Native;

namespace Tarn.Storage.Local;

/// <summary>Paths with every symbolic link followed.</summary>
static class RealPath
{
    /// <summary>As many as Linux follows in one path.</summary>
    const int MaxLinks = 40;

    /// <summary>Of the longest part of a path that exists, with the rest appended as it is.</summary>
    /// <exception cref="IcebergException">The links lead in a circle.</exception>
    public static string Of(string path) => Of(path, 0);

    static string Of(string path, int links)
    {
        if (links > MaxLinks) throw new IcebergException(IcebergErrorKind.AccessDenied, $"{path} leads through too many symbolic links");
        var rest = new Stack<string>();
        for (var existing = path; ; existing = Path.GetDirectoryName(existing)!)
        {
            if (OfExisting(existing) is { } real) return rest.Count == 0 ? real : Path.Combine([real, .. rest]);
            // A link to nothing exists as a link: what would be created is at its far end.
            if (new FileInfo(existing).LinkTarget is { } target) return Of(Path.Combine([Path.GetFullPath(target, Path.GetDirectoryName(existing)!), .. rest]), links + 1);
            rest.Push(Path.GetFileName(existing));
        }
    }

    static string? OfExisting(string path)
    {
        if (OperatingSystem.IsWindows()) return Path.Exists(path) ? new FileInfo(path).ResolveLinkTarget(true)?.FullName ?? path : null;
        var result = LibC.RealPath(path, 0);
        if (result == 0) return path == "/" ? path : null;
        var real = Marshal.PtrToStringUTF8(result)!;
        LibC.Free(result);
        return real;
    }
}
