using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;

namespace Tarn.Transform.Artifacts;

/// <summary>A node as <c>ls --output json</c> writes it: one object a line.</summary>
internal static class ListedNode
{
    private static readonly string[] Usual =
        ["alias", "name", "package_name", "depends_on", "tags", "config", "resource_type", "source_name", "original_file_path", "unique_id"];

    /// <summary>The properties asked for in the order in which they were, those that the node has; else dbt's usual ones.</summary>
    public static string Json(DbtNode node, IReadOnlyList<string> keys)
    {
        var all = NodeValue.Of(node);
        if (node.ResourceType == "source")
        {
            all["source_name"] = node.SourceName;
        }

        var absent = node.ResourceType switch
        {
            "source" => ["alias", "depends_on"],
            "exposure" => ["alias"],
            "unit_test" => ["alias", "tags", "config.materialized"],
            _ => Array.Empty<string>(),
        };
        var result = new PyDict();
        foreach (var key in keys.Count > 0 ? keys : all.Pairs.Select(p => PyText.Str(p.Key)).Where(Usual.Contains))
        {
            if (!absent.Contains(key) && Find(all, key) is (true, var value))
            {
                result[key] = value;
            }
        }

        return PyJson.Dump(result);
    }

    private static (bool IsThere, object? Value) Find(PyDict owner, string path)
    {
        object? value = owner;
        foreach (var part in path.Split('.'))
        {
            if (value is not PyDict dict || !dict.TryGetValue(part, out value))
            {
                return (false, null);
            }
        }

        return (true, value);
    }
}
