namespace Tarn.Transform.Projects;

/// <summary>Files below a project's folders, in a fixed order.</summary>
internal static class ProjectFiles
{
    public static IEnumerable<string> Below(DbtProject project, IEnumerable<string> folders, params string[] extensions) => folders
        .Select(f => Path.Combine(project.Folder, f))
        .Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
        .Where(f => extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    /// <summary>Folders between the resource folder and the file, and the file's name without extension.</summary>
    public static IReadOnlyList<string> Parts(string root, string file)
    {
        var relative = Path.GetRelativePath(root, file).Replace('\\', '/').Split('/');
        return [.. relative[..^1], Path.GetFileNameWithoutExtension(file)];
    }
}
