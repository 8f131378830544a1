using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;

namespace Tarn.Transform.UnitTests;

/// <summary>Unit tests of a project's property files: a model, rows for what it reads, and the rows that it must give.</summary>
internal static class UnitTestReader
{
    /// <summary>One test for each version of the model that it asks for; the node's properties are the entry with the rows of its fixtures.</summary>
    public static IEnumerable<(DbtNode Node, PyDict Entry)> Read(DbtProject project, IReadOnlyList<PropertyFile> files, IReadOnlyList<DbtNode> models)
    {
        foreach (var file in files)
        {
            foreach (var entry in file.Entries("unit_tests").Where(e => e.ContainsKey("name")))
            {
                var name = PyText.Str(entry["name"]);
                var model = entry.TryGetValue("model", out var given) && given is not null
                    ? PyText.Str(given)
                    : throw Wrong(file, name, "names no model");
                var tested = models.Where(m => m.ResourceType == "model" && m.Name == model && m.PackageName == project.Name).ToList();
                var named = models.Where(m => m.ResourceType == "model" && m.Name == model).ToList();
                tested = tested.Count > 0 ? tested : named;
                if (tested.Count == 0)
                {
                    throw Wrong(file, name, $"is about the model '{model}', which was not found");
                }

                foreach (var target in tested.Where(m => m.Version is null || Wants(entry, m.Version)))
                {
                    yield return (Node(file, entry, name, model, target), entry);
                }
            }
        }
    }

    private static DbtNode Node(PropertyFile file, PyDict entry, string name, string model, DbtNode target)
    {
        var suffix = target.Version is null ? string.Empty : $".v{target.Version}";
        var node = new DbtNode
        {
            UniqueId = $"unit_test.{file.Project.Name}.{model}.{name}{suffix}",
            ResourceType = "unit_test",
            Name = name,
            Version = target.Version,
            Project = file.Project,
            Path = file.Path,
            Fqn = [file.Project.Name, .. file.Folders, model, name],
            CompiledName = Path.Combine(Path.GetDirectoryName(file.Path) ?? string.Empty, name),
            AttachedNode = target.UniqueId,
            Description = entry.TryGetValue("description", out var text) && text is not null ? PyText.Str(text) : string.Empty,
        };
        node.Refs.Add((target.PackageName, target.Name, target.Version));
        return node;
    }

    private static bool Wants(PyDict entry, string version)
    {
        if (!entry.TryGetValue("versions", out var value) || value is not PyDict versions)
        {
            return true;
        }

        bool Lists(string key) => versions.TryGetValue(key, out var list) && NodeConfigs.Listed(list).Any(v => PyText.Str(v) == version);
        return versions.TryGetValue("include", out var include) && include is not null ? Lists("include") : !Lists("exclude");
    }

    public static DbtException Wrong(PropertyFile file, string name, string what) =>
        new(DbtErrorKind.Compilation, $"Parsing Error\n  Unit test '{name}' ({file.Path}) {what}");
}
