using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>A node as templates and artifacts see it.</summary>
internal static class NodeValue
{
    public static PyDict Of(DbtNode node) => new(new Dictionary<string, object?>
    {
        ["database"] = node.Database,
        ["schema"] = node.Schema,
        ["name"] = node.Name,
        ["resource_type"] = node.ResourceType,
        ["package_name"] = node.PackageName,
        ["path"] = node.Path,
        ["original_file_path"] = node.Path,
        ["unique_id"] = node.UniqueId,
        ["fqn"] = new PyList(node.Fqn),
        ["alias"] = node.Alias,
        ["config"] = node.Config,
        ["tags"] = new PyList(node.Tags),
        ["description"] = node.Description,
        ["columns"] = node.Columns,
        ["constraints"] = node.Properties.TryGetValue("constraints", out var constraints) && constraints is not null ? constraints : new PyList(),
        ["meta"] = node.Config.TryGetValue("meta", out var meta) ? meta : new PyDict(),
        ["version"] = node.Version,
        ["raw_code"] = node.RawCode,
        ["raw_sql"] = node.RawCode,
        ["compiled_code"] = node.CompiledCode,
        ["language"] = "sql",
        ["depends_on"] = new PyDict(new Dictionary<string, object?> { ["nodes"] = new PyList(node.DependsOn), ["macros"] = new PyList() }),
        ["refs"] = new PyList(node.Refs.Select(r => (object?)new PyDict(new Dictionary<string, object?> { ["name"] = r.Name, ["package"] = r.Package, ["version"] = r.Version }))),
        ["sources"] = new PyList(node.Sources.Select(s => (object?)new PyList([s.Source, s.Table]))),
        ["relation_name"] = node.IsEphemeral || node.ResourceType is "test" or "analysis" or "exposure" or "operation" or "unit_test" or "sql_operation" ? null : node.RelationName,
    });
}
