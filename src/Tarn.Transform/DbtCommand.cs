using Tarn.Transform.Artifacts;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Runs;
using Tarn.Transform.Selectors;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform;

/// <summary>Runs dbt commands on a project folder. The console's lines go to a callback, one call a line.</summary>
/// <remarks>No profiles.yml is needed: the target is Tarn itself.</remarks>
public sealed class DbtCommand(string folder, Func<IWarehouse> openWarehouse, Action<string> console, TimeProvider time)
{
    private static readonly string[] Verbs = ["parse", "ls", "list", "compile", "run", "test", "build", "seed", "snapshot"];

    private const string DefaultSchema = "main";

    /// <summary>Catalog name that relations carry.</summary>
    public string Database { get; init; } = "tarn";

    public string Schema { get; init; } = DefaultSchema;

    /// <summary>Takes the lines that are the command's answer rather than its log: what ls lists. Default: the console.</summary>
    public Action<string>? Answer { get; init; }

    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>();

    public async Task<DbtOutcome> RunAsync(DbtArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        console($"Running with dbt={Rendering.BaseContext.DbtVersion}");
        try
        {
            if (!Verbs.Contains(arguments.Verb))
            {
                throw DbtException.NotYet($"the command '{arguments.Verb}'; nothing was read or run");
            }

            var parsed = Parse(arguments);
            console("Registered adapter: tarn=" + typeof(DbtCommand).Assembly.GetName().Version!.ToString(3));
            return await ExecuteAsync(arguments, parsed, cancellationToken).ConfigureAwait(false);
        }
        catch (DbtException error)
        {
            foreach (var line in RunText.Error(error))
            {
                console(line);
            }

            return new DbtOutcome(2, [], error);
        }
    }

    public ParsedProject Parse(DbtArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var flags = new PyDict(new Dictionary<string, object?>
        {
            ["FULL_REFRESH"] = arguments.FullRefresh, ["WHICH"] = arguments.Verb, ["FAIL_FAST"] = arguments.FailFast, ["STORE_FAILURES"] = arguments.StoreFailures, ["EMPTY"] = false,
            ["WARN_ERROR"] = false, ["PRINT"] = true, ["PROJECT_DIR"] = folder,
        });
        return ProjectParser.Parse(new ParseOptions(
            folder, arguments.Variables, EnvironmentVariables, arguments.Target, Database, Schema, arguments.Threads, flags, Print, time));
    }

    /// <summary>Unique ids of what the arguments select, sorted.</summary>
    public static IReadOnlyList<DbtNode> Selected(DbtArguments arguments, ParsedProject parsed) => Selected(arguments, parsed, _ => { });

    private static List<DbtNode> Selected(DbtArguments arguments, ParsedProject parsed, Action<string> console)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(parsed);
        var selector = new NodeSelector(parsed.Manifest, parsed.Root.Name, parsed.Root.Folder, parsed.Selectors);
        var named = arguments.Selector ?? (arguments.Select.Count + arguments.Exclude.Count == 0 ? parsed.DefaultSelector : null);
        var ids = named is null
            ? selector.Select(arguments.Select, arguments.Exclude, arguments.IndirectSelection)
            : selector.SelectNamed(named, arguments.IndirectSelection);
        selector.Unmatched.ForEach(text => console($"[WARNING]: The selection criterion '{text}' does not match any enabled nodes"));
        return ids.Select(id => parsed.Manifest.Nodes[id])
            .Where(n => IsWanted(n, arguments))
            .Where(n => !arguments.ExcludedResourceTypes.Contains(n.ResourceType))
            .OrderBy(n => n.UniqueId, StringComparer.Ordinal).ToList();
    }

    /// <summary>Analyses are listed only where they are asked for; compile takes them always. Hooks are compiled with the whole project.</summary>
    private static bool IsWanted(DbtNode node, DbtArguments arguments) => node.ResourceType == "operation"
        ? arguments.Verb == "compile" && arguments.Select.Count + arguments.ResourceTypes.Count == 0 && arguments.Selector is null
        : arguments.ResourceTypes.Count == 0
        ? arguments.Verb == "compile" || node.ResourceType != "analysis"
        : arguments.ResourceTypes.Contains("all") || arguments.ResourceTypes.Contains(node.ResourceType);

    private void Print(string level, string message)
    {
        if (level is "JinjaLogInfo" or "PrintEvent" or "JinjaLogWarning")
        {
            console(level == "JinjaLogWarning" ? $"[WARNING]: {message}" : message);
        }
    }

    private async Task<DbtOutcome> ExecuteAsync(DbtArguments arguments, ParsedProject parsed, CancellationToken cancellationToken)
    {
        foreach (var warning in parsed.Warnings.Concat(ReferenceDeprecations.Of(parsed, time)))
        {
            console($"[WARNING]: {warning}");
        }

        console(RunText.Found(parsed));
        foreach (var group in parsed.NotYet.GroupBy(r => r.Kind))
        {
            console($"[WARNING]: not yet: {group.Key}s; left out: {string.Join(", ", group.Select(r => r.Name))}");
        }

        if (arguments.Verb != "parse" && parsed.Manifest.FindCycle() is { } cycle)
        {
            throw new DbtException(DbtErrorKind.Compilation, $"Found a cycle: {cycle}\n  Nothing was run. One of these models must not refer to the next.");
        }

        switch (arguments.Verb)
        {
            case "parse":
                ArtifactWriter.WriteManifest(parsed, time);
                return new DbtOutcome(0, []);
            case "ls" or "list":
                foreach (var node in Selected(arguments, parsed, console))
                {
                    (Answer ?? console)(arguments.Output == "json" ? ListedNode.Json(node, arguments.OutputKeys) : RunText.Listed(node, arguments.Output));
                }

                return new DbtOutcome(0, []);
            default:
                return await RunNodesAsync(arguments, parsed, cancellationToken).ConfigureAwait(false);
        }
    }

    private static HashSet<string> TypesOf(string verb) => verb switch
    {
        "run" => ["model"],
        "test" => ["test"],
        "seed" => ["seed"],
        "snapshot" => ["snapshot"],
        "compile" => ["model", "test", "analysis", "seed", "snapshot", "operation"],
        _ => ["model", "test", "seed", "snapshot"],
    };

    private async Task<DbtOutcome> RunNodesAsync(DbtArguments arguments, ParsedProject parsed, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var types = TypesOf(arguments.Verb);
        var selected = Selected(arguments, parsed, console).Where(n => types.Contains(n.ResourceType)).ToList();
        var nodes = selected.Where(n => !n.IsEphemeral || arguments.Verb == "compile").Select(n => n.UniqueId).ToHashSet(StringComparer.Ordinal);
        if (nodes.Count == 0)
        {
            return NothingToDo(arguments, parsed);
        }

        console(string.Empty);
        console($"Concurrency: {arguments.Threads} threads (target='{arguments.Target}')");

        using var warehouse = openWarehouse();
        var runner = new NodeRunner(parsed, warehouse, time);
        var isCompile = arguments.Verb == "compile";
        if (!isCompile)
        {
            console(string.Empty);
        }

        var scheduler = new RunScheduler(parsed.Manifest, nodes, isCompile ? 1 : arguments.Threads)
        {
            FailFast = arguments.FailFast || isCompile,
            TestsGate = arguments.Verb == "build",
            Started = (node, index, total) => Say(!isCompile, RunText.Start(node, index, total)),
            Finished = (result, index, total) => Say(!isCompile, RunText.End(result, index, total)),
            Run = isCompile ? (node, token) => Compile(parsed, node, warehouse, token) : runner.Run,
        };
        var hooks = new ProjectHooks(parsed, warehouse, time, console);
        var results = (isCompile ? [] : hooks.Run("on-run-start", [], cancellationToken)).ToList();
        if (!results.Exists(r => r.IsFailure))
        {
            results.AddRange((await scheduler.RunAllAsync(cancellationToken).ConfigureAwait(false)).Where(r => !r.Node.IsEphemeral || r.IsFailure));
            results.AddRange(isCompile || cancellationToken.IsCancellationRequested ? [] : RunEndHooks(hooks, results.Where(r => r.Node.ResourceType != "operation").ToList(), cancellationToken));
        }

        ArtifactWriter.WriteManifest(parsed, time);
        ArtifactWriter.WriteResults(parsed, results, arguments, time.GetElapsedTime(start), time);
        if (!isCompile)
        {
            // Also of a cancelled command: what was built was built.
            await ArtifactWriter.AddBuildsAsync(parsed, results, CancellationToken.None).ConfigureAwait(false);
        }

        if (isCompile && results.FirstOrDefault(r => r.IsFailure) is { } failed)
        {
            throw new DbtException(DbtErrorKind.Compilation, "Runtime Error\n  " + (failed.Message ?? "compilation failed").Replace("\n", "\n  ", StringComparison.Ordinal));
        }

        var isCancelled = cancellationToken.IsCancellationRequested;
        foreach (var line in isCompile ? RunText.Compiled(results, arguments) : RunText.Summary(results, time.GetElapsedTime(start), arguments.FailFast, isCancelled))
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

    private DbtOutcome NothingToDo(DbtArguments arguments, ParsedProject parsed)
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
        if (wanted)
        {
            console(line);
        }
    }

    private static NodeResult Compile(ParsedProject parsed, DbtNode node, IWarehouse warehouse, CancellationToken cancellationToken)
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
