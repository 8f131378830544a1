using System.Collections.Immutable;
using Tarn.Iceberg;
using Tarn.Iceberg.Storage;

namespace Tarn.Storage.Local;

/// <summary>The one place that decides which local files locations may name: below the warehouse to write, below it or an allowed folder to read.</summary>
/// <remarks>
/// Judged twice: by the words of the path, and by where it leads once symbolic links are followed, because a link inside the warehouse that leads outside
/// would otherwise be a way out.
/// </remarks>
public sealed class AllowedLocations
{
    readonly ImmutableArray<Folder> writable;
    readonly ImmutableArray<Folder> readable;

    readonly record struct Folder(string Path, string Real);

    /// <param name="warehouse">Absolute path; may be a symbolic link itself.</param>
    /// <param name="furtherReadable">Absolute paths: <c>storage.allowedLocations</c>.</param>
    public AllowedLocations(string warehouse, IEnumerable<string> furtherReadable)
    {
        writable = [Of(warehouse)];
        readable = [.. writable, .. furtherReadable.Select(Of)];
    }

    /// <summary>Whether a path is one of the folders itself.</summary>
    internal bool IsRoot(string path) => readable.Any(folder => folder.Path == path);

    /// <summary>The local path of a location that may be read.</summary>
    /// <exception cref="IcebergException">It may not, or it is no local location.</exception>
    public string ForReading(string location) => Check(location, readable, "storage.warehouse and storage.allowedLocations of tarn.yaml name what may be read");

    /// <summary>The local path of a location that may be written or deleted.</summary>
    /// <exception cref="IcebergException">It may not, or it is no local location.</exception>
    public string ForWriting(string location) => Check(location, writable, "tables are written below storage.warehouse of tarn.yaml only");

    static string Check(string text, ImmutableArray<Folder> folders, string rule)
    {
        if (!Location.TryParse(text, out var location) || !location.IsLocal)
            throw new IcebergException(IcebergErrorKind.AccessDenied, $"{text} is no local location; {rule}");
        var path = Path.GetFullPath(location.LocalPath);
        var named = folders.Where(folder => IsWithin(path, folder.Path)).ToList();
        if (named.Count == 0) throw new IcebergException(IcebergErrorKind.AccessDenied, $"{text} is outside the folders that tables may use; {rule}");
        var real = RealPath.Of(path);
        return folders.Any(folder => IsWithin(real, folder.Real))
            ? path
            : throw new IcebergException(IcebergErrorKind.AccessDenied, $"{text} leads outside through a symbolic link; {rule}");
    }

    static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || folder.EndsWith('/') || path[folder.Length] == Path.DirectorySeparatorChar);

    static Folder Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return new Folder(full, RealPath.Of(full));
    }
}
