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
            var parsed = Parse(arguments);
            console("Registered adapter: tarn=" + typeof(DbtCommand).Assembly.GetName().Version!.ToString(3));
            return await ExecuteAsync(arguments, parsed, cancellationToken).ConfigureAwait(false);
        }
        catch (DbtException error)
        {
            console("Encountered an error:");
            foreach (var line in error.Message.Split('\n'))
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
            ["FULL_REFRESH"] = arguments.FullRefresh, ["WHICH"] = arguments.Verb, ["FAIL_FAST"] = arguments.FailFast, ["STORE_FAILURES"] = false, ["EMPTY"] = false,
            ["WARN_ERROR"] = false, ["PRINT"] = true, ["PROJECT_DIR"] = folder,
        });
        return ProjectParser.Parse(new ParseOptions(
            folder, arguments.Variables, EnvironmentVariables, arguments.Target, Database, Schema, arguments.Threads, flags, Print, time));
    }

    /// <summary>Unique ids of what the arguments select, sorted.</summary>
    public static IReadOnlyList<DbtNode> Selected(DbtArguments arguments, ParsedProject parsed)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(parsed);
        var selector = new NodeSelector(parsed.Manifest, parsed.Root.Name, parsed.Root.Folder, parsed.Selectors);
        var named = arguments.Selector ?? (arguments.Select.Count + arguments.Exclude.Count == 0 ? parsed.DefaultSelector : null);
        var ids = named is null
            ? selector.Select(arguments.Select, arguments.Exclude, arguments.IndirectSelection)
            : selector.SelectNamed(named, arguments.IndirectSelection);
        return ids.Select(id => parsed.Manifest.Nodes[id])
            .Where(n => n.ResourceType != "operation" && IsWanted(n, arguments))
            .Where(n => !arguments.ExcludedResourceTypes.Contains(n.ResourceType))
            .OrderBy(n => n.UniqueId, StringComparer.Ordinal).ToList();
    }

    /// <summary>Analyses are listed only where they are asked for; compile takes them always.</summary>
    private static bool IsWanted(DbtNode node, DbtArguments arguments) => arguments.ResourceTypes.Count == 0
        ? arguments.Verb == "compile" || node.ResourceType != "analysis"
        : arguments.ResourceTypes.Contains("all") || arguments.ResourceTypes.Contains(node.ResourceType);

    private void Print(string level, string message)
    {
        if (level is "JinjaLogInfo" or "PrintEvent" or "JinjaLogWarning")
        {
            console(message);
        }
    }

    private async Task<DbtOutcome> ExecuteAsync(DbtArguments arguments, ParsedProject parsed, CancellationToken cancellationToken)
    {
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
                foreach (var node in Selected(arguments, parsed))
                {
                    (Answer ?? console)(RunText.Listed(node, arguments.Output));
                }

                return new DbtOutcome(0, []);
            case "compile" or "run" or "test" or "build" or "seed":
                return await RunNodesAsync(arguments, parsed, cancellationToken).ConfigureAwait(false);
            default:
                throw DbtException.NotYet($"the command '{arguments.Verb}'");
        }
    }

    private static HashSet<string> TypesOf(string verb) => verb switch
    {
        "run" => ["model"],
        "test" => ["test"],
        "seed" => ["seed"],
        "compile" => ["model", "test", "analysis"],
        _ => ["model", "test", "seed"],
    };

    private async Task<DbtOutcome> RunNodesAsync(DbtArguments arguments, ParsedProject parsed, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var types = TypesOf(arguments.Verb);
        var selected = Selected(arguments, parsed).Where(n => types.Contains(n.ResourceType)).ToList();
        var nodes = selected.Where(n => !n.IsEphemeral || arguments.Verb == "compile").Select(n => n.UniqueId).ToHashSet(StringComparer.Ordinal);
        console(string.Empty);
        console($"Concurrency: {arguments.Threads} threads (target='{arguments.Target}')");
        if (nodes.Count == 0)
        {
            console("Nothing to do. Try checking your model configs and model specification args");
            return new DbtOutcome(0, []);
        }

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
        var results = (isCompile ? [] : hooks.Run("on-run-start", cancellationToken)).ToList();
        if (!results.Exists(r => r.IsFailure))
        {
            results.AddRange(await scheduler.RunAllAsync(cancellationToken).ConfigureAwait(false));
            results.AddRange(isCompile ? [] : RunEndHooks(hooks, cancellationToken));
        }

        ArtifactWriter.WriteManifest(parsed, time);
        ArtifactWriter.WriteResults(parsed, results, arguments, time.GetElapsedTime(start), time);
        if (!isCompile)
        {
            await ArtifactWriter.AddBuildsAsync(parsed, results, cancellationToken).ConfigureAwait(false);
        }

        if (isCompile && results.FirstOrDefault(r => r.IsFailure) is { } failed)
        {
            throw new DbtException(DbtErrorKind.Compilation, failed.Message ?? "compilation failed");
        }

        foreach (var line in isCompile ? [] : RunText.Summary(results, time.GetElapsedTime(start)))
        {
            console(line);
        }

        var failures = results.Where(r => r.IsFailure).Select(r => r.Node.Name).ToList();
        return failures.Count == 0
            ? new DbtOutcome(0, results)
            : new DbtOutcome(1, results, new DbtException(DbtErrorKind.RunFailed, $"{failures.Count} of {results.Count} nodes failed: {string.Join(", ", failures)}"));
    }

    private IReadOnlyList<NodeResult> RunEndHooks(ProjectHooks hooks, CancellationToken cancellationToken)
    {
        console(string.Empty);
        return hooks.Run("on-run-end", cancellationToken);
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
