using System.Collections.Immutable;
using Tarn.Iceberg;
using Tarn.Iceberg.Storage;

namespace Tarn.Storage.Local;

/// <summary>The one place that decides which local files locations may name: below the warehouse or an allowed folder.</summary>
/// <remarks>
/// Judged twice: by the words of the path, and by where it leads once symbolic links are followed, because a link inside the warehouse that leads outside
/// would otherwise be a way out.
/// </remarks>
public sealed class AllowedLocations
{
    const string Rule = "storage.warehouse and storage.allowedLocations of tarn.yaml name where tables may be";

    readonly ImmutableArray<Folder> folders;

    readonly record struct Folder(string Path, string Real);

    /// <param name="warehouse">Absolute path; may be a symbolic link itself.</param>
    /// <param name="further">Absolute paths: <c>storage.allowedLocations</c>.</param>
    public AllowedLocations(string warehouse, IEnumerable<string> further) => folders = [Of(warehouse), .. further.Select(Of)];

    /// <summary>Whether a path is one of the folders itself.</summary>
    internal bool IsRoot(string path) => folders.Any(folder => folder.Path == path);

    /// <summary>The local path of a location.</summary>
    /// <exception cref="IcebergException">It may not be used, or it is no local location.</exception>
    public string PathOf(string text)
    {
        if (!Location.TryParse(text, out var location) || !location.IsLocal)
            throw new IcebergException(IcebergErrorKind.AccessDenied, $"{text} is no local location; {Rule}");
        var path = Path.GetFullPath(location.LocalPath);
        if (!folders.Any(folder => IsWithin(path, folder.Path))) throw new IcebergException(IcebergErrorKind.AccessDenied, $"{text} is outside the folders that tables may use; {Rule}");
        var real = RealPath.Of(path);
        return folders.Any(folder => IsWithin(real, folder.Real))
            ? path
            : throw new IcebergException(IcebergErrorKind.AccessDenied, $"{text} leads outside through a symbolic link; {Rule}");
    }

    static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || folder.EndsWith('/') || path[folder.Length] == Path.DirectorySeparatorChar);

    static Folder Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return new Folder(full, RealPath.Of(full));
    }
}
