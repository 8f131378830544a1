using Tarn.Transform.Artifacts;
using Tarn.Transform.Graph;
using Tarn.Transform.Projects;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Runs;

/// <summary>The commands that run or compile nodes of the graph: hooks, the nodes in their order, artifacts and what is said of it all.</summary>
internal sealed class NodesRun(ParsedProject parsed, DbtArguments arguments, IWarehouse warehouse, Action<string> console, TimeProvider time)
{
    private bool IsCompile => arguments.Verb == "compile";

    /// <summary>Resources that a command works on.</summary>
    public static HashSet<string> TypesOf(string verb) => verb switch
    {
        "run" => ["model"],
        "test" => ["test", "unit_test"],
        "seed" => ["seed"],
        "snapshot" => ["snapshot"],
        "compile" => ["model", "test", "analysis", "seed", "snapshot", "operation"],
        _ => ["model", "test", "seed", "snapshot", "unit_test", "exposure"],
    };

    public async Task<DbtOutcome> RunAsync(IReadOnlyCollection<DbtNode> selected, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var nodes = selected.Select(n => n.UniqueId).ToHashSet(StringComparer.Ordinal);
        if (!selected.Any(n => IsCompile || !n.IsEphemeral))
        {
            return NothingToDo();
        }

        console(string.Empty);
        console($"Concurrency: {arguments.Threads} threads (target='{arguments.Target}')");
        if (!IsCompile)
        {
            console(string.Empty);
        }

        var hooks = new ProjectHooks(parsed, warehouse, time, console);
        var results = (IsCompile ? [] : hooks.Run("on-run-start", [], cancellationToken)).ToList();
        if (!results.Exists(r => r.IsFailure))
        {
            results.AddRange(await Scheduler(nodes).RunAllAsync(cancellationToken).ConfigureAwait(false));
            results = [.. results.Where(r => !r.Node.IsEphemeral || r.IsFailure)];
            results.AddRange(IsCompile || cancellationToken.IsCancellationRequested ? [] : RunEndHooks(hooks, results.Where(r => r.Node.ResourceType != "operation").ToList(), cancellationToken));
        }

        ArtifactWriter.WriteManifest(parsed, time);
        ArtifactWriter.WriteResults(parsed, results, arguments, time.GetElapsedTime(start), time);
        if (!IsCompile)
        {
            // Also of a cancelled command: what was built was built.
            await ArtifactWriter.AddBuildsAsync(parsed, results, CancellationToken.None).ConfigureAwait(false);
        }

        return Tell(results, time.GetElapsedTime(start), cancellationToken.IsCancellationRequested);
    }

    private RunScheduler Scheduler(HashSet<string> nodes)
    {
        var runner = new NodeRunner(parsed, warehouse, console, time) { Window = arguments.EventWindow };
        return new RunScheduler(parsed.Manifest, nodes, IsCompile ? 1 : arguments.Threads)
        {
            FailFast = arguments.FailFast || IsCompile,
            TestsGate = arguments.Verb == "build",
            RunsEphemeral = IsCompile,
            Started = (node, index, total) => Say(node.ResourceType != "exposure", RunText.Start(node, index, total)),
            Finished = (result, index, total) => Say(true, RunText.End(result, index, total)),
            Run = IsCompile ? Compile : runner.Run,
        };
    }

    private DbtOutcome Tell(List<NodeResult> results, TimeSpan elapsed, bool isCancelled)
    {
        if (IsCompile && results.Find(r => r.IsFailure) is { } failed)
        {
            throw new DbtException(DbtErrorKind.Compilation, "Runtime Error\n  " + (failed.Message ?? "compilation failed").Replace("\n", "\n  ", StringComparison.Ordinal));
        }

        foreach (var line in IsCompile ? RunText.Compiled(results, arguments) : RunText.Summary(results, elapsed, arguments.FailFast, isCancelled))
        {
            console(line);
        }

        if (isCancelled)
        {
            return new DbtOutcome(2, results, new DbtException(DbtErrorKind.RunFailed, $"cancelled: {results.Count(r => r.Status == NodeStatus.Skipped)} of {results.Count} nodes were skipped; the others stand")) { IsCancelled = true };
        }

        var failures = results.Where(r => r.IsFailure).Select(r => r.Node.Name).ToList();
        return failures.Count == 0
            ? new DbtOutcome(0, results)
            : new DbtOutcome(1, results, new DbtException(DbtErrorKind.RunFailed, $"{failures.Count} of {results.Count} nodes failed: {string.Join(", ", failures)}"));
    }

    private DbtOutcome NothingToDo()
    {
        console("[WARNING]: Nothing to do. Try checking your model configs and model specification args");
        ArtifactWriter.WriteManifest(parsed, time);
        ArtifactWriter.WriteResults(parsed, [], arguments, TimeSpan.Zero, time);
        return new DbtOutcome(0, []);
    }

    private IReadOnlyList<NodeResult> RunEndHooks(ProjectHooks hooks, IReadOnlyList<NodeResult> before, CancellationToken cancellationToken)
    {
        console(string.Empty);
        return hooks.Run("on-run-end", before, cancellationToken);
    }

    private void Say(bool wanted, string line)
    {
        if (wanted && !IsCompile)
        {
            console(line);
        }
    }

    private NodeResult Compile(DbtNode node, CancellationToken cancellationToken)
    {
        try
        {
            node.CompiledCode = NodeCompiler.Compile(parsed, node, warehouse, cancellationToken);
            ArtifactWriter.WriteCompiled(parsed, node);
            return new NodeResult(node, NodeStatus.Success, null, null, null, TimeSpan.Zero);
        }
        catch (DbtException error)
        {
            return new NodeResult(node, NodeStatus.Error, error.Message, null, null, TimeSpan.Zero);
        }
    }
}
