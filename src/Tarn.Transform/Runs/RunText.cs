using System.Globalization;
using Tarn.Transform.Graph;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;

namespace Tarn.Transform.Runs;

/// <summary>dbt's console lines.</summary>
internal static class RunText
{
    private const int Width = 80;

    public static string Found(ParsedProject parsed)
    {
        (string Type, string Name)[] kinds =
        [
            ("model", "model"), ("snapshot", "snapshot"), ("analysis", "analysis"), ("test", "data test"), ("seed", "seed"), ("source", "source"), ("exposure", "exposure"),
        ];
        var counts = kinds.Select(k => (k.Name, Count: parsed.Manifest.Nodes.Values.Count(n => n.ResourceType == k.Type))).Where(c => c.Count > 0)
            .Select(c => $"{c.Count} {Plural(c.Name, c.Count)}").Append($"{parsed.Macros.Count} {Plural("macro", parsed.Macros.Count)}");
        return "Found " + string.Join(", ", counts);
    }

    public static string Listed(DbtNode node, string output) => output switch
    {
        "name" => node.ResourceType == "source" ? $"{node.SourceName}.{node.Name}" : node.SearchName,
        "path" => node.Path.Replace('\\', '/'),
        _ => node.ResourceType switch
        {
            "source" => $"source:{node.PackageName}.{node.SourceName}.{node.Name}",
            "exposure" => $"exposure:{node.PackageName}.{node.Name}",
            "unit_test" => $"unit_test:{node.PackageName}.{node.Name}",
            _ => string.Join('.', node.Fqn),
        },
    };

    public static string Start(DbtNode node, int index, int total) => Line($"{index} of {total} START {Describe(node)} ", "RUN");

    public static string End(NodeResult result, int index, int total)
    {
        var node = result.Node;
        var (word, status) = result.Status switch
        {
            NodeStatus.Success => (node.ResourceType switch { "seed" => "OK loaded", "operation" => "OK", "snapshot" => "OK snapshotted", _ => "OK created" }, node.ResourceType == "seed" || result.Batches is not null ? result.Message ?? "OK" : "OK"),
            NodeStatus.PartialSuccess => ("PARTIAL SUCCESS", result.Message ?? "PARTIAL SUCCESS"),
            NodeStatus.NoOp => ("NO-OP", "NO-OP"),
            NodeStatus.Error => (node.ResourceType is "test" or "unit_test" or "operation" ? "ERROR" : node.ResourceType switch { "seed" => "ERROR loading", "snapshot" => "ERROR snapshotting", _ => "ERROR creating" }, "ERROR"),
            NodeStatus.Skipped => ("SKIP", "SKIP"),
            NodeStatus.Pass => ("PASS", "PASS"),
            NodeStatus.Warn => ($"WARN {result.Failures}", $"WARN {result.Failures}"),
            _ => ($"FAIL {result.Failures}", $"FAIL {result.Failures}"),
        };
        // A skipped relation goes by its node's name, whatever its alias.
        var what = result.Status == NodeStatus.Skipped ? node.ResourceType is "model" or "seed" or "snapshot" ? $"relation {node.Schema}.{node.Name}" : $"{node.ResourceType} {node.Name}"
            : node.ResourceType is "test" or "unit_test" ? TestName(node) : node.ResourceType == "snapshot" ? $"{node.Schema}.{node.Alias}" : Describe(node);
        return Line($"{index} of {total} {word} {what} ", result.Status == NodeStatus.Skipped ? "SKIP" : status + After(result.Elapsed));
    }

    /// <summary>How long something took, as lines end with it.</summary>
    public static string After(TimeSpan elapsed) => $" in {elapsed.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)}s";

    public static IEnumerable<string> Summary(IReadOnlyList<NodeResult> results, TimeSpan elapsed, bool isFailFast, bool isInterrupted)
    {
        int Count(params NodeStatus[] statuses) => results.Count(r => statuses.Contains(r.Status));
        var partial = Count(NodeStatus.PartialSuccess);
        var errors = Count(NodeStatus.Error, NodeStatus.Fail);
        var warnings = Count(NodeStatus.Warn);
        var kinds = results.GroupBy(r => r.Node.ResourceType switch { "model" => $"{r.Node.Materialized} model", "test" => "data test", "operation" => "project hook", var other => other })
            // dbt sorts data tests as "test".
            .OrderBy(g => g.Key == "data test" ? "test" : g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {(g.Key == "data test" && g.Count() == 1 ? "test" : Plural(g.Key, g.Count()))}".Replace('_', ' '));
        var seconds = elapsed.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        yield return string.Empty;
        yield return $"Finished running {string.Join(", ", kinds)} in {(int)elapsed.TotalHours} hours {elapsed.Minutes} minutes and {seconds} seconds ({seconds}s).";
        yield return string.Empty;
        // dbt counts what fail-fast left out as errors in this line, and only in this one.
        var shown = errors + (isFailFast && errors > 0 ? Count(NodeStatus.Skipped) : 0);
        yield return isInterrupted ? "Exited because of keyboard interrupt."
            : errors + partial > 0
            ? $"Completed with {shown} {Plural("error", shown)}, {partial} partial {(partial == 1 ? "success" : "successes")}, and {warnings} {Plural("warning", warnings)}:"
            : warnings > 0 ? $"Completed with {warnings} {Plural("warning", warnings)}:" : "Completed successfully";
        foreach (var line in results.Where(r => r.IsFailure).Concat(results.Where(r => r.Status == NodeStatus.Warn)).SelectMany(Details))
        {
            yield return line;
        }

        yield return string.Empty;
        yield return $"Done. PASS={Count(NodeStatus.Success, NodeStatus.Pass)} WARN={warnings} ERROR={errors + partial} SKIP={Count(NodeStatus.Skipped)} NO-OP={Count(NodeStatus.NoOp)} REUSED=0 TOTAL={results.Count}";
    }

    /// <summary>The code of the nodes that a compile command names.</summary>
    public static IEnumerable<string> Compiled(IReadOnlyList<NodeResult> results, DbtArguments arguments) => results
        .Where(r => r.Node.CompiledCode is not null && (arguments.Select.Contains(r.Node.Name) || r.Node.ResourceType == "sql_operation"))
        .SelectMany(r => arguments.Output == "json" ? [string.Empty, .. CompiledJson(r.Node).Split('\n')]
            : new[] { string.Empty, r.Node.ResourceType == "sql_operation" ? "Compiled inline node is:" : $"Compiled node '{r.Node.Name}' is:" }.Concat(r.Node.CompiledCode!.Split('\n')));

    private static string CompiledJson(DbtNode node)
    {
        var content = new Dictionary<string, object?> { ["compiled"] = node.CompiledCode };
        return PyJson.Dump(new PyDict(node.ResourceType == "sql_operation" ? content : new Dictionary<string, object?> { ["node"] = node.Name, ["compiled"] = node.CompiledCode }), indent: "  ");
    }

    /// <summary>A failure's or a warning's own lines after the last count.</summary>
    private static IEnumerable<string> Details(NodeResult result)
    {
        var node = result.Node;
        var isWarning = result.Status == NodeStatus.Warn;
        yield return string.Empty;
        yield return $"{(isWarning ? "[WARNING]" : "[ERROR]")}: in {node.ResourceType} {node.Name} ({node.Path})";
        foreach (var (line, index) in (result.Message ?? string.Empty).Split('\n').Select((l, i) => (l, i)))
        {
            // A message's own lines stand as they are, as with dbt: what a unit test shows begins at the margin.
            yield return index > 0 && node.ResourceType == "unit_test" ? line : isWarning ? $"[WARNING]: {line}" : $"  {line}";
        }

        if (node.CompiledCode is not null && node.ResourceType != "operation")
        {
            yield return string.Empty;
            yield return $"  compiled code at {Artifacts.ArtifactWriter.CompiledPath(node)}";
        }

        if (node.ResourceType == "test" && node.StoresFailures && node.CompiledCode is not null)
        {
            var query = $"select * from {node.RelationName}";
            yield return string.Empty;
            yield return "  See test failures:";
            yield return $"  {new string('-', query.Length)}";
            yield return $"  {query}";
            yield return $"  {new string('-', query.Length)}";
        }
    }

    /// <summary>An error that ended the command, under dbt's heading of its kind.</summary>
    public static IEnumerable<string> Error(DbtException error)
    {
        yield return "[ERROR]: Encountered an error:";
        var heading = error.Kind switch
        {
            DbtErrorKind.Compilation => "Compilation Error",
            DbtErrorKind.Project or DbtErrorKind.Usage or DbtErrorKind.Database => "Runtime Error",
            _ => null,
        };
        var hasHeading = heading is null || error.Message.StartsWith("Compilation Error", StringComparison.Ordinal) || error.Message.StartsWith("Parsing Error", StringComparison.Ordinal)
            || error.Message.StartsWith("Runtime Error", StringComparison.Ordinal);
        if (!hasHeading)
        {
            yield return heading!;
        }

        foreach (var line in error.Message.Split('\n'))
        {
            yield return hasHeading ? line : $"  {line}";
        }
    }

    private static string Describe(DbtNode node) => node.ResourceType switch
    {
        "test" => $"test {node.Name}",
        "unit_test" => $"unit_test {TestName(node)}",
        "exposure" => $"exposure {node.Name}",
        "operation" => $"hook: {HookName(node)}",
        "snapshot" => $"snapshot {node.Schema}.{node.Alias}",
        "seed" => $"seed file {node.Schema}.{node.Alias}",
        _ => $"sql {(MicrobatchRun.Applies(node) ? "microbatch" : node.Materialized)} model {node.Schema}.{node.Alias}",
    };

    private static string TestName(DbtNode node) => node.ResourceType == "unit_test" ? $"{node.Fqn[^2]}::{node.Name}{(node.Version is null ? string.Empty : $"_v{node.Version}")}" : node.Name;

    /// <summary>A project's hook as the console calls it: <c>shop.on-run-start.0</c>.</summary>
    public static string HookName(DbtNode node)
    {
        var rest = node.Name[(node.PackageName.Length + 1)..];
        var last = rest.LastIndexOf('-');
        return $"{node.PackageName}.{rest[..last]}.{rest[(last + 1)..]}";
    }

    public static string Line(string text, string status) => $"{text.PadRight(Width, '.')} [{status}]";

    private static string Plural(string word, int count) => count == 1 ? word : word == "analysis" ? "analyses" : word.EndsWith("_query", StringComparison.Ordinal) ? word[..^1] + "ies" : word + "s";
}
