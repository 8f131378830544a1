using Tarn.Transform.Graph;
using Tarn.Transform.Projects;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Runs;

/// <summary>The query of <c>--inline</c> as a node that the project does not have.</summary>
internal static class InlineNode
{
    public static DbtNode Add(ParsedProject parsed, string code)
    {
        var node = new DbtNode
        {
            UniqueId = $"sql_operation.{parsed.Root.Name}.inline_query",
            ResourceType = "sql_operation",
            Name = "inline_query",
            Project = parsed.Root,
            Path = "sql/inline_query.sql",
            Fqn = [parsed.Root.Name, "sql", "inline_query"],
            RawCode = code.Trim(),
        };
        new NodeFactory(parsed).Capture(node, new PyDict(), "models");
        var nodes = parsed.Manifest.Nodes.Values.Append(node).ToList();
        GraphLinker.Link(parsed, nodes, [.. parsed.Manifest.Disabled]);
        return node;
    }
}
