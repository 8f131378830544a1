using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>One dbt project: the root or an installed package.</summary>
/// <param name="Name">From dbt_project.yml.</param>
/// <param name="Folder">Absolute.</param>
/// <param name="Settings">dbt_project.yml, rendered.</param>
/// <param name="IsRoot">True for the project that the command runs on.</param>
public sealed record DbtProject(string Name, string Folder, PyDict Settings, bool IsRoot)
{
    public IReadOnlyList<string> ModelPaths => Paths("model-paths", "models");

    public IReadOnlyList<string> SeedPaths => Paths("seed-paths", "seeds");

    public IReadOnlyList<string> TestPaths => Paths("test-paths", "tests");

    public IReadOnlyList<string> MacroPaths => Paths("macro-paths", "macros");

    public IReadOnlyList<string> SnapshotPaths => Paths("snapshot-paths", "snapshots");

    public IReadOnlyList<string> AnalysisPaths => Paths("analysis-paths", "analyses");

    /// <summary>Configuration tree of a resource type: <c>models</c>, <c>seeds</c>, <c>snapshots</c>, <c>data_tests</c>, <c>sources</c> …</summary>
    public PyDict Configs(string section) => Settings.TryGetValue(section, out var value) && value is PyDict dict ? dict : new PyDict();

    public IReadOnlyList<string> Texts(string key) => Settings.TryGetValue(key, out var value)
        ? value switch
        {
            PyList list => list.Items.Select(PyText.Str).ToList(),
            null => [],
            _ => [PyText.Str(value)],
        }
        : [];

    private IReadOnlyList<string> Paths(string key, string otherwise) => Settings.ContainsKey(key) ? Texts(key) : [otherwise];
}
