using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>Makes the generic tests that properties name, once all the nodes that they are about are known.</summary>
internal sealed class GenericTestReader(NodeFactory factory)
{
    private readonly List<(DbtNode Node, PyDict Entry, string Path)> tested = [];

    /// <summary>Notes a node's entry; the path is that of the property file.</summary>
    public void Add(DbtNode node, PyDict entry, string path) => tested.Add((node, entry, path));

    public IEnumerable<DbtNode> Read()
    {
        foreach (var (node, entry, path) in tested.Where(t => t.Node.IsEnabled))
        {
            foreach (var definition in PropertyLookup.Tests(entry))
            {
                yield return Test(node, null, definition, path);
            }

            foreach (var column in PyIteration.Iterate(entry.TryGetValue("columns", out var columns) && columns is not null ? columns : new PyList()).OfType<PyDict>())
            {
                foreach (var definition in PropertyLookup.Tests(column).Where(_ => column.ContainsKey("name")))
                {
                    yield return Test(node, PropertyLookup.ColumnName(column), definition, path);
                }
            }
        }
    }

    /// <summary>A test whose macro is not there parses, as dbt's does: it fails when it is compiled.</summary>
    private DbtNode Test(DbtNode target, string? column, object? definition, string path)
    {
        var test = new GenericTest(target, column, definition);
        var name = test.Namespace is null ? test.Macro : $"{test.Namespace}.{test.Macro}";
        var node = new DbtNode
        {
            UniqueId = test.UniqueId(target.PackageName),
            ResourceType = "test",
            Name = test.FullName,
            Project = target.Project,
            Path = path,
            Fqn = [target.PackageName, .. new PropertyFile(target.Project, path, new PyDict()).Folders, test.FullName],
            TestName = name,
            TestArguments = test.Arguments,
            ColumnName = column,
            CompiledName = test.ShortName,
            AttachedNode = target.UniqueId,
            RawCode = TestArguments.Code(name),
        };
        factory.Capture(node, new PyDict(new Dictionary<string, object?> { ["config"] = test.Config }), "data_tests");
        OrderTags(node, test, target);
        node.Alias = node.Config.TryGetValue("alias", out var alias) && alias is not null ? PyText.Str(alias) : test.ShortName;
        return node;
    }

    /// <summary>A test's own tags and those of its source stand before the project's.</summary>
    private static void OrderTags(DbtNode node, GenericTest test, DbtNode target)
    {
        var own = test.Config.TryGetValue("tags", out var tags) && tags is not null ? NodeConfigs.Listed(tags).Select(PyText.Str) : [];
        var inherited = target.ResourceType == "source" ? target.Tags : [];
        node.Config["tags"] = new PyList(own.Concat(inherited).Concat(node.Tags).Distinct());
    }
}
