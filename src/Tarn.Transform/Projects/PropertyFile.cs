using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;

namespace Tarn.Transform.Projects;

/// <summary>One YAML file of properties.</summary>
internal sealed record PropertyFile(DbtProject Project, string Path, PyDict Content)
{
    /// <summary>Every property file below the project's resource folders, in the order of their paths.</summary>
    public static IEnumerable<PropertyFile> Load(DbtProject project)
    {
        var folders = project.ModelPaths.Concat(project.SeedPaths).Concat(project.SnapshotPaths).Concat(project.TestPaths).Concat(project.AnalysisPaths)
            .Concat(project.MacroPaths).Distinct(StringComparer.Ordinal);
        foreach (var file in ProjectFiles.Below(project, folders, ".yml", ".yaml"))
        {
            var relative = System.IO.Path.GetRelativePath(project.Folder, file);
            if (Parse(relative, file) is PyDict content)
            {
                yield return new PropertyFile(project, relative, content);
            }
        }
    }

    /// <summary>The folders between the resource folder that the file is below and the file.</summary>
    public IReadOnlyList<string> Folders
    {
        get
        {
            var path = Path.Replace('\\', '/');
            var root = Project.ModelPaths.Concat(Project.SeedPaths).Concat(Project.SnapshotPaths).Concat(Project.TestPaths).Concat(Project.AnalysisPaths)
                .FirstOrDefault(f => path.StartsWith(f.TrimEnd('/') + "/", StringComparison.Ordinal));
            var parts = ProjectFiles.Parts(System.IO.Path.Combine(Project.Folder, root ?? string.Empty), System.IO.Path.Combine(Project.Folder, Path));
            return [.. parts.Take(parts.Count - 1)];
        }
    }

    public IEnumerable<PyDict> Entries(string section) => Content.TryGetValue(section, out var value) && value is PyList list ? list.Items.OfType<PyDict>() : [];

    private static object? Parse(string relative, string file)
    {
        try
        {
            return YamlValues.Parse(relative, File.ReadAllText(file));
        }
        catch (JinjaException error)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"Error reading {System.IO.Path.GetFileName(file)}: {error.Message}", error);
        }
    }
}
