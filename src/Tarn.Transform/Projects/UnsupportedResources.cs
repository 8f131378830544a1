using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>Resources that dbt knows and that are not built here yet, by kind: they are named, never left out in silence.</summary>
internal static class UnsupportedResources
{
    private static readonly (string Section, string Kind)[] Sections = [("semantic_models", "semantic model"), ("metrics", "metric"), ("saved_queries", "saved query")];

    public static IEnumerable<(string Kind, string Name)> Find(DbtProject project, IEnumerable<PropertyFile> files) =>
        Files(project, project.ModelPaths, "*.py").Select(f => ("Python model", Path.GetFileNameWithoutExtension(f)))
            .Concat(files.SelectMany(f => Sections.SelectMany(s => f.Entries(s.Section).Where(e => e.ContainsKey("name")).Select(e => (s.Kind, PyText.Str(e["name"]))))))
            .Distinct();

    private static IEnumerable<string> Files(DbtProject project, IEnumerable<string> folders, string pattern) =>
        folders.Select(f => Path.Combine(project.Folder, f)).Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, pattern, SearchOption.AllDirectories)).Order(StringComparer.Ordinal);
}
