using System.Text.Json;
using System.Text.RegularExpressions;
using Tarn.Testing;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Tests.Runs;

/// <summary>The golden projects' graph and compiled code against the manifest that dbt wrote. The numbers may only grow.</summary>
public sealed partial class GoldenCompileTests
{
    [SharedTheory("goldens/dbt/projects")]
    [InlineData("shopfront", 65, 64)]
    [InlineData("fleet", 52, 52)]
    public async Task Nodes_names_and_compiled_code_are_dbts(string project, int nodesAtLeast, int compiledAtLeast)
    {
        using var folder = new TemporaryFolder();
        ProjectFolder.Copy(SharedData.PathTo($"goldens/dbt/projects/{project}/project"), folder.Path);
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.PathTo($"goldens/dbt/projects/{project}/manifest.json")));
        var arguments = new DbtArguments { Verb = "compile", Variables = (PyDict)PyJson.Load("""{"broken": false}""")!, Threads = 1 };
        using var warehouse = new DuckDbWarehouse(folder.File("tarn.duckdb"));
        var command = new DbtCommand(folder.Path, () => warehouse, _ => { }, TimeProvider.System);
        var parsed = command.Parse(arguments);
        var differences = new List<string>();
        var (nodes, compiled) = (0, 0);
        foreach (var wanted in document.RootElement.GetProperty("nodes").EnumerateObject().Where(n => n.Value.GetProperty("resource_type").GetString() is "model" or "seed" or "test" or "analysis" or "snapshot"))
        {
            var difference = parsed.Manifest.Nodes.TryGetValue(wanted.Name, out var node) ? Difference(node, wanted.Value) : "missing";
            nodes += difference is null ? 1 : 0;
            var code = difference is null ? await Task.Run(() => CodeDifference(parsed, node!, wanted.Value, warehouse)) : difference;
            compiled += code is null ? 1 : 0;
            if (code is not null)
            {
                differences.Add($"{wanted.Name}: {code}");
            }
        }

        Assert.True(nodes >= nodesAtLeast && compiled >= compiledAtLeast, $"{nodes} nodes and {compiled} compiled as dbt's\n{string.Join('\n', differences)}");
    }

    private static string? Difference(DbtNode node, JsonElement wanted)
    {
        string Text(string name) => wanted.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
        string[] List(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? [.. value.EnumerateArray().Select(e => e.GetString()!)] : [];
        var parents = wanted.TryGetProperty("depends_on", out var on) ? List(on, "nodes").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        var got = $"{node.Schema}.{node.Alias} fqn {string.Join('.', node.Fqn)} on {string.Join(' ', node.DependsOn.Order(StringComparer.Ordinal))} {node.Path} {string.Join(' ', node.Tags)} {node.Materialized}";
        var expected = $"{Text("schema")}.{Text("alias")} fqn {string.Join('.', List(wanted, "fqn"))} on {string.Join(' ', parents)} {Text("original_file_path")} "
            + $"{string.Join(' ', List(wanted, "tags"))} {wanted.GetProperty("config").GetProperty("materialized").GetString()}";
        return got == expected ? null : $"\n  {got}\n  {expected}";
    }

    private static string? CodeDifference(Projects.ParsedProject parsed, DbtNode node, JsonElement wanted, DuckDbWarehouse warehouse)
    {
        if (!wanted.TryGetProperty("compiled_code", out var code) || code.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            var got = Transform.Runs.NodeCompiler.Compile(parsed, node, warehouse, CancellationToken.None);
            return Space().Replace(got, " ").Trim() == Space().Replace(code.GetString()!, " ").Trim() ? null : $"\n  {Space().Replace(got, " ")}\n  {Space().Replace(code.GetString()!, " ")}";
        }
        catch (DbtException error)
        {
            return error.Message;
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
