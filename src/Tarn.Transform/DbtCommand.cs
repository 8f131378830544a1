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
    private static readonly string[] Verbs = ["parse", "ls", "list", "compile", "run", "test", "build", "seed", "snapshot", "run-operation", "show"];

    private const string DefaultSchema = "main";

    private Action<string> log = _ => { };

    /// <summary>Catalog name that relations carry.</summary>
    public string Database { get; init; } = "tarn";

    public string Schema { get; init; } = DefaultSchema;

    /// <summary>Takes the lines that are the command's answer rather than its log: what ls lists. Default: the console.</summary>
    public Action<string>? Answer { get; init; }

    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>();

    public async Task<DbtOutcome> RunAsync(DbtArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        log = arguments.Quiet ? _ => { } : console;
        log($"Running with dbt={Rendering.BaseContext.DbtVersion}");
        try
        {
            if (!Verbs.Contains(arguments.Verb))
            {
                throw DbtException.NotYet($"the command '{arguments.Verb}'; nothing was read or run");
            }

            if (arguments is { Verb: "show", InlineDirect: { } direct })
            {
                return ShowDirect(arguments, direct, cancellationToken);
            }

            var parsed = Parse(arguments);
            log("Registered adapter: tarn=" + typeof(DbtCommand).Assembly.GetName().Version!.ToString(3));
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
            ["FULL_REFRESH"] = arguments.FullRefresh, ["WHICH"] = arguments.Verb, ["FAIL_FAST"] = arguments.FailFast, ["STORE_FAILURES"] = arguments.StoreFailures, ["EMPTY"] = arguments.Empty,
            ["WARN_ERROR"] = arguments.WarnError, ["PRINT"] = true, ["QUIET"] = arguments.Quiet, ["PROJECT_DIR"] = folder,
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
        ? arguments.Verb is "compile" or "show" || node.ResourceType != "analysis"
        : arguments.ResourceTypes.Contains("all") || arguments.ResourceTypes.Contains(node.ResourceType);

    private void Print(string level, string message)
    {
        if (level is "JinjaLogInfo" or "PrintEvent" or "JinjaLogWarning")
        {
            foreach (var line in (level == "JinjaLogWarning" ? $"[WARNING]: {message}" : message).Split('\n'))
            {
                log(line);
            }
        }
    }

    private async Task<DbtOutcome> ExecuteAsync(DbtArguments arguments, ParsedProject parsed, CancellationToken cancellationToken)
    {
        foreach (var warning in parsed.Warnings.Concat(ReferenceDeprecations.Of(parsed, time)))
        {
            // What is not built here yet is no warning of dbt's.
            if (arguments.WarnError && !warning.StartsWith("not yet:", StringComparison.Ordinal))
            {
                throw new DbtException(DbtErrorKind.Compilation, $"Compilation Error\n  [WARNING]: {warning}");
            }

            log($"[WARNING]: {warning}");
        }

        log(RunText.Found(parsed));
        foreach (var group in parsed.NotYet.GroupBy(r => r.Kind))
        {
            log($"[WARNING]: not yet: {group.Key}s; left out: {string.Join(", ", group.Select(r => r.Name))}");
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
                foreach (var node in Selected(arguments, parsed, log))
                {
                    (Answer ?? console)(arguments.Output == "json" ? ListedNode.Json(node, arguments.OutputKeys) : RunText.Listed(node, arguments.Output));
                }

                return new DbtOutcome(0, []);
        }

        using var warehouse = openWarehouse();
        return arguments.Verb == "run-operation" ? new OperationRun(parsed, warehouse, log, time).Run(arguments, cancellationToken)
            : arguments.Verb == "show" ? Show(arguments, parsed, warehouse, cancellationToken)
            : await new NodesRun(parsed, arguments, warehouse, log, time).RunAsync(NodesOf(arguments, parsed), cancellationToken).ConfigureAwait(false);
    }

    private List<DbtNode> NodesOf(DbtArguments arguments, ParsedProject parsed)
    {
        if (arguments.Inline is { } code)
        {
            return [InlineNode.Add(parsed, code)];
        }

        var types = NodesRun.TypesOf(arguments.Verb);
        return Selected(arguments, parsed, log).Where(n => types.Contains(n.ResourceType)).ToList();
    }

    private DbtOutcome Show(DbtArguments arguments, ParsedProject parsed, IWarehouse warehouse, CancellationToken cancellationToken)
    {
        if (arguments.Select.Count == 0 && arguments.Inline is null)
        {
            throw new DbtException(DbtErrorKind.Usage, "Either --select or --inline must be passed to show");
        }

        string[] types = ["model", "test", "analysis", "seed", "snapshot", "sql_operation"];
        var nodes = arguments.Inline is null ? Selected(arguments, parsed, log).Where(n => types.Contains(n.ResourceType) && arguments.Select.Any(s => s == n.Name || s == n.SearchName)).ToList() : NodesOf(arguments, parsed);
        log(string.Empty);
        log($"Concurrency: {arguments.Threads} threads (target='{arguments.Target}')");
        var shown = nodes.ConvertAll(n => new PreviewRun(parsed, warehouse, time).Run(n, arguments.Limit, cancellationToken));
        log(string.Empty);
        foreach (var (result, rows) in shown)
        {
            foreach (var line in Preview.Lines(arguments.Inline is null ? result.Node.SearchName : null, rows, arguments.Output == "json"))
            {
                (Answer ?? console)(line);
            }
        }

        ArtifactWriter.WriteManifest(parsed, time);
        ArtifactWriter.WriteResults(parsed, [.. shown.Select(s => s.Result)], arguments, TimeSpan.Zero, time);
        return new DbtOutcome(0, [.. shown.Select(s => s.Result)]);
    }

    /// <summary>A query that is none of the project's: nothing is parsed for it.</summary>
    private DbtOutcome ShowDirect(DbtArguments arguments, string query, CancellationToken cancellationToken)
    {
        using var warehouse = openWarehouse();
        foreach (var line in Preview.Lines(null, warehouse.Run(PreviewRun.Limited(query, arguments.Limit), fetch: true, cancellationToken), arguments.Output == "json"))
        {
            (Answer ?? console)(line);
        }

        return new DbtOutcome(0, []);
    }
}
