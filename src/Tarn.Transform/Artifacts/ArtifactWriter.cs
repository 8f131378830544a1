using System.Text.Json;
using Tarn.Project;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Runs;

namespace Tarn.Transform.Artifacts;

/// <summary>Writes target/manifest.json, target/run_results.json and compiled code as dbt does.</summary>
internal static class ArtifactWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void WriteManifest(ParsedProject parsed, TimeProvider time)
    {
        var nodes = parsed.Manifest.Nodes.Values;
        var content = new Dictionary<string, object?>
        {
            ["metadata"] = Metadata(parsed, "https://schemas.getdbt.com/dbt/manifest/v12.json", time),
            ["nodes"] = nodes.Where(n => n.ResourceType is not ("source" or "exposure" or "unit_test")).ToDictionary(n => n.UniqueId, n => ManifestNode.Of(n)),
            ["sources"] = nodes.Where(n => n.ResourceType == "source").ToDictionary(n => n.UniqueId, n => ManifestNode.Of(n)),
            ["exposures"] = nodes.Where(n => n.ResourceType == "exposure").ToDictionary(n => n.UniqueId, n => ManifestNode.Of(n)),
            ["macros"] = parsed.Macros.All.ToDictionary(m => m.UniqueId, ManifestNode.Of),
            ["docs"] = new Dictionary<string, object?>(),
            ["metrics"] = new Dictionary<string, object?>(),
            ["groups"] = new Dictionary<string, object?>(),
            ["selectors"] = parsed.Selectors.ToDictionary(s => s.Key, s => (object?)new Dictionary<string, object?> { ["name"] = s.Key, ["definition"] = ManifestNode.Plain(s.Value) }),
            ["disabled"] = new Dictionary<string, object?>(),
            ["parent_map"] = nodes.ToDictionary(n => n.UniqueId, n => n.DependsOn),
            ["child_map"] = nodes.ToDictionary(n => n.UniqueId, n => parsed.Manifest.ChildrenOf(n.UniqueId)),
            ["group_map"] = new Dictionary<string, object?>(),
            ["saved_queries"] = new Dictionary<string, object?>(),
            ["semantic_models"] = new Dictionary<string, object?>(),
            ["unit_tests"] = nodes.Where(n => n.ResourceType == "unit_test").ToDictionary(n => n.UniqueId, n => ManifestNode.Of(n)),
            ["functions"] = new Dictionary<string, object?>(),
        };
        Write(parsed, "manifest.json", content);
    }

    public static void WriteResults(ParsedProject parsed, IReadOnlyList<NodeResult> results, DbtArguments arguments, TimeSpan elapsed, TimeProvider time)
    {
        var content = new Dictionary<string, object?>
        {
            ["metadata"] = Metadata(parsed, "https://schemas.getdbt.com/dbt/run-results/v6.json", time),
            ["results"] = results.Select(r => new Dictionary<string, object?>
            {
                ["status"] = RunStatus.Text(r.Status),
                ["timing"] = Array.Empty<object>(),
                ["thread_id"] = "Thread-1 (worker)",
                ["execution_time"] = r.Elapsed.TotalSeconds,
                ["adapter_response"] = r.RowsAffected is null ? [] : new Dictionary<string, object?> { ["rows_affected"] = r.RowsAffected },
                ["message"] = r.Message,
                ["failures"] = r.Failures,
                ["unique_id"] = r.Node.UniqueId,
                ["compiled"] = r.Node.CompiledCode is not null,
                ["compiled_code"] = r.Node.CompiledCode,
                ["relation_name"] = (r.Node.ResourceType is "model" or "seed" or "snapshot" && !r.Node.IsEphemeral) || r.Node.StoresFailures ? r.Node.RelationName : null,
                ["batch_results"] = r.Batches is null ? null : new Dictionary<string, object?> { ["successful"] = Spans(r.Batches.Successful), ["failed"] = Spans(r.Batches.Failed) },
            }).ToList(),
            ["elapsed_time"] = elapsed.TotalSeconds,
            ["args"] = new Dictionary<string, object?> { ["which"] = arguments.Verb, ["select"] = arguments.Select, ["exclude"] = arguments.Exclude },
        };
        Write(parsed, "run_results.json", content);
    }

    private static List<string[]> Spans(IReadOnlyList<Batch> batches) => [.. batches.Select(b => new[] { $"{b.Start:yyyy-MM-ddTHH:mm:ss}Z", $"{b.End:yyyy-MM-ddTHH:mm:ss}Z" })];

    public static Task AddBuildsAsync(ParsedProject parsed, IReadOnlyList<NodeResult> results, CancellationToken cancellationToken) => BuildTimes.AddAsync(
        Target(parsed),
        results.Where(r => r is { Status: NodeStatus.Success, Started: not null, Node.ResourceType: "model" or "seed" or "snapshot" })
            .ToDictionary(r => r.Node.UniqueId, r => new BuildTime(r.Started!.Value, r.Started.Value + r.Elapsed)),
        cancellationToken);

    public static void WriteCompiled(ParsedProject parsed, DbtNode node)
    {
        var path = System.IO.Path.Combine(parsed.Root.Folder, TargetName(parsed), "compiled", CompiledName(node));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        WholeFile.Write(path, System.Text.Encoding.UTF8.GetBytes(node.CompiledCode ?? string.Empty));
    }

    /// <summary>Where console lines say that the compiled code is.</summary>
    public static string CompiledPath(DbtNode node) => $"target/compiled/{CompiledName(node).Replace('\\', '/')}";

    private static string CompiledName(DbtNode node) =>
        System.IO.Path.Combine(node.PackageName, node.CompiledName is null ? node.Path : System.IO.Path.Combine(node.Path, node.CompiledName + ".sql"));

    private static Dictionary<string, object?> Metadata(ParsedProject parsed, string schema, TimeProvider time) => new()
    {
        ["dbt_schema_version"] = schema,
        ["dbt_version"] = Rendering.BaseContext.DbtVersion,
        ["generated_at"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture),
        ["invocation_id"] = PyText.Str(parsed.ContextOf(parsed.Root).Values["invocation_id"]),
        ["env"] = new Dictionary<string, object?>(),
    };

    private static string Target(ParsedProject parsed) => System.IO.Path.Combine(parsed.Root.Folder, TargetName(parsed));

    private static string TargetName(ParsedProject parsed) => parsed.Root.Settings.TryGetValue("target-path", out var path) && path is not null ? PyText.Str(path) : "target";

    private static void Write(ParsedProject parsed, string name, object content)
    {
        Directory.CreateDirectory(Target(parsed));
        WholeFile.Write(System.IO.Path.Combine(Target(parsed), name), JsonSerializer.SerializeToUtf8Bytes(content, Indented));
    }
}
