using Tarn.Transform.Graph;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Rendering;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary>Runs <c>on-run-start</c> and <c>on-run-end</c> of the root project and its packages, one after the other.</summary>
internal sealed class ProjectHooks(ParsedProject parsed, IWarehouse warehouse, TimeProvider time, Action<string> console)
{
    /// <summary>Ends at the first hook that fails.</summary>
    public IReadOnlyList<NodeResult> Run(string when, IReadOnlyList<NodeResult> before, CancellationToken cancellationToken)
    {
        var hooks = parsed.Projects.SelectMany(p => parsed.Manifest.Nodes.Values
            .Where(n => n.ResourceType == "operation" && n.PackageName == p.Name && n.Name.StartsWith($"{p.Name}-{when}-", StringComparison.Ordinal)).OrderBy(n => n.Index)).ToList();
        var results = new List<NodeResult>();
        foreach (var hook in hooks)
        {
            console(RunText.Start(hook, results.Count + 1, hooks.Count));
            results.Add(Run(hook, before, cancellationToken));
            console(RunText.End(results[^1], results.Count, hooks.Count));
            if (results[^1].IsFailure)
            {
                break;
            }
        }

        if (hooks.Count > 0)
        {
            console(string.Empty);
        }

        return results;
    }

    private NodeResult Run(DbtNode hook, IReadOnlyList<NodeResult> before, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            var names = new RunNames(parsed, hook, warehouse, cancellationToken);
            names.Own["results"] = new PyList(before.Select(r => (object?)ResultValue.Of(r)));
            names.Own["schemas"] = new PyList(before.Select(r => r.Node).Where(n => n.ResourceType is "model" or "seed").Select(n => n.Schema).Distinct(StringComparer.Ordinal));
            names.Own["database_schemas"] = new PyList(before.Select(r => r.Node).Where(n => n.ResourceType is "model" or "seed")
                .DistinctBy(n => (n.Database, n.Schema)).Select(n => (object?)new PyTuple([n.Database, n.Schema])));
            hook.CompiledCode = DbtRenderer.Text(hook.RawCode, names.Names).Trim();
            if (hook.CompiledCode.Length > 0)
            {
                warehouse.Run(hook.CompiledCode.TrimEnd(';'), fetch: false, cancellationToken);
            }

            return new NodeResult(hook, NodeStatus.Success, $"{RunText.HookName(hook)} passed", 0, null, time.GetElapsedTime(start));
        }
        catch (Exception error) when (error is DbtException or JinjaException)
        {
            var message = error is JinjaException jinja ? $"{NodeFactory.Title(hook)}\n  {DbtError.From(jinja, hook.RawCode).Message}" : $"Database Error in {hook.Path}\n  {error.Message}";
            return new NodeResult(hook, NodeStatus.Error, $"{RunText.HookName(hook)} failed, error:\n {message}", 1, null, time.GetElapsedTime(start));
        }
    }
}
