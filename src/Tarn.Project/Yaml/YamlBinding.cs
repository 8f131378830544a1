using System.Collections.Immutable;

namespace Tarn.Project.Yaml;

/// <summary>The state of binding one file: its problems, and the keys that were asked for.</summary>
sealed class YamlBinding(string file, YamlContext context)
{
    readonly List<ProjectProblem> problems = [];
    readonly List<YamlKey> keys = [];

    public YamlContext Context => context;

    public ImmutableArray<YamlKey> Keys => [.. keys];

    public void Report(YamlPosition position, string message) => problems.Add(new ProjectProblem(file, position, message));

    public void Ask(YamlKey key) => keys.Add(key);

    public IEnumerable<ProjectProblem> SortedProblems() =>
        problems.Distinct().OrderBy(problem => problem.Position?.Line).ThenBy(problem => problem.Position?.Column);
}
