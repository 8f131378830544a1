using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tarn.Testing;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Runs;
using Tarn.Transform.Tests.Runs;

namespace Tarn.Transform.Tests.Replays;

/// <summary>A golden project in a folder of its own, on which the recorded steps are done one after the other.</summary>
internal sealed partial class ReplayedProject : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TemporaryFolder folder = new();
    private readonly string project;

    public ReplayedProject(string recorded)
    {
        project = folder.File("project");
        ProjectFolder.Copy(Path.Combine(recorded, "project"), project);
        Execute(File.ReadAllText(Path.Combine(recorded, "setup.sql")));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>What differs from the record; nothing where the step went as dbt's did.</summary>
    public async Task<IReadOnlyList<string>> DoAsync(RecordedStep step, CancellationToken cancellationToken)
    {
        Execute(step.Sql ?? string.Empty);
        ProjectFolder.Write(project, [.. step.Written]);
        foreach (var path in step.Deleted)
        {
            File.Delete(Path.Combine(project, path));
        }

        if (step.Command is null)
        {
            return [];
        }

        if (RecordedCommand.Parse(step.Command, out var unknown) is not { } arguments)
        {
            return [$"not yet: {unknown}"];
        }

        var differences = unknown is null ? new List<string>() : [$"not yet: {unknown}"];

        var console = new List<string>();
        var command = new DbtCommand(project, Open, console.Add, TimeProvider.System) { Schema = arguments.Target == "ci" ? "ci" : "main" };
        var outcome = await command.RunAsync(arguments, cancellationToken);
        if (outcome.ExitCode != step.ExitCode)
        {
            differences.Add($"exit code {outcome.ExitCode} instead of {step.ExitCode}: {outcome.Failure?.Message}");
        }

        IEnumerable<string> wanted = (step.Results ?? []).Select(Line), got = outcome.Results.Select(Line);
        // Several threads end in any order, dbt's too: only one is held to the record's.
        differences.AddRange(arguments.Threads == 1 ? Differences("result", [.. wanted], [.. got]) : Differences("result", [.. wanted.Order(StringComparer.Ordinal)], [.. got.Order(StringComparer.Ordinal)]));
        using (var warehouse = Open())
        {
            differences.AddRange(step.Tables.SelectMany(t => TableDifferences(warehouse, t.Name, t.Table)));
        }

        differences.AddRange(Differences("line", Comparable(step.Console), Comparable(console)));
        if (differences.Count > 0)
        {
            differences.AddRange(outcome.Results.Where(r => r.Status == NodeStatus.Error).Select(r => $"error of {r.Node.Name}: {r.Message?.ReplaceLineEndings(" ")}"));
        }

        return differences;
    }

    private static string Line(NodeResult result) =>
        $"{result.Node.UniqueId} {RunStatus.Text(result.Status)} {result.Failures} {(result.Status == NodeStatus.Error ? null : result.Message)}";

    private static string Line(JsonElement result)
    {
        var status = result.GetProperty("status").GetString();
        return $"{result.GetProperty("unique_id").GetString()} {status} {(result.TryGetProperty("failures", out var failures) ? failures.GetInt64() : null)} "
            + (status == "error" ? null : result.GetProperty("message").GetString());
    }

    private static IEnumerable<string> Differences(string what, IReadOnlyList<string> wanted, IReadOnlyList<string> got)
    {
        if (wanted.SequenceEqual(got))
        {
            return [];
        }

        var lacking = wanted.Except(got).Select(l => $"{what} lacking: {l}");
        var extra = got.Except(wanted).Select(l => $"{what} not wanted: {l}");
        return lacking.Concat(extra).DefaultIfEmpty($"{what}s in another order: {string.Join(" | ", got)}");
    }

    /// <summary>
    /// Lines without what tells of the adapter, the moment or the cache of parsed files: versions, times, the number of macros. An error's text after its first line is the
    /// database's own.
    /// </summary>
    private List<string> Comparable(IEnumerable<string> lines) => [.. lines
        .Where(l => !l.StartsWith("Registered adapter", StringComparison.Ordinal) && !l.StartsWith("Unable to do partial parsing", StringComparison.Ordinal)
            && !l.StartsWith("Performance info", StringComparison.Ordinal) && !l.StartsWith("DuckDB adapter:", StringComparison.Ordinal) && !l.StartsWith("Found ", StringComparison.Ordinal) && l.Length > 0
            && !l.StartsWith("[WARNING]: not yet:", StringComparison.Ordinal) && !(l.StartsWith("  ", StringComparison.Ordinal) && !IsTold(l)))
        .Select(l => Seconds().Replace(Elapsed().Replace(l, "in <t>"), "in <t>s").Replace(project, "<project>", StringComparison.Ordinal).TrimEnd())];

    /// <summary>Indented lines that are dbt's and not a database's.</summary>
    private static bool IsTold(string line) => line.StartsWith("  Got ", StringComparison.Ordinal) || line.StartsWith("  compiled code at ", StringComparison.Ordinal)
        || line.StartsWith("  See test failures", StringComparison.Ordinal) || line.StartsWith("  select * from ", StringComparison.Ordinal)
        || line.StartsWith("  Node ", StringComparison.Ordinal) || line.StartsWith("  Model ", StringComparison.Ordinal) || line.StartsWith("  dbt found ", StringComparison.Ordinal);

    private static IEnumerable<string> TableDifferences(DuckDbWarehouse warehouse, string name, JsonElement wanted)
    {
        // The audit tables tell of every command before, also of those that are not built.
        if (name is "main.main_audit_log" or "main.hook_log")
        {
            return [];
        }

        var parts = name.Split('.', 2);
        if (warehouse.Relations(parts[0], CancellationToken.None).FirstOrDefault(r => r.Name == parts[1]) is not { } relation)
        {
            return [$"{name} is not there"];
        }

        var answer = warehouse.Run($"select * from \"{parts[0]}\".\"{parts[1]}\"", true, CancellationToken.None);
        var columns = wanted.GetProperty("columns").EnumerateArray().Select(c => $"{c[0].GetString()} {c[1].GetString()}").ToList();
        // The record writes <now> for the moment of the run, and <scd> for the keys that a snapshot made of it.
        var isTimed = wanted.TryGetProperty("rows", out var given) && given.GetRawText().Contains("<scd>", StringComparison.Ordinal);
        var rows = answer.Rows.Select(r => $"[{string.Join(", ", r.Select((c, i) => isTimed && answer.Columns[i].Name == "dbt_scd_id" ? "\"<scd>\"" : Cell(c)))}]").Order(StringComparer.Ordinal).ToList();
        var type = wanted.GetProperty("type").GetString() == "VIEW";
        return (relation.IsView == type ? [] : new[] { $"{name} is the wrong kind" })
            .Concat(Differences($"{name} column", columns, [.. answer.Columns.Select(c => $"{c.Name} {c.DataType}")]))
            .Concat(wanted.TryGetProperty("rows", out var recorded)
                ? Differences($"{name} row", [.. recorded.EnumerateArray().Select(Row).Order(StringComparer.Ordinal)], rows)
                : rows.Count == wanted.GetProperty("row_count").GetInt32() ? [] : [$"{name} has {rows.Count} rows"]);
    }

    private static string Row(JsonElement row) => $"[{string.Join(", ", row.EnumerateArray().Select(c => c.ValueKind == JsonValueKind.String ? JsonSerializer.Serialize(c.GetString(), Json) : c.GetRawText()))}]";

    private static string Cell(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long number => PyText.Str(number),
        Transform.Jinja.Modules.DateValue when string.CompareOrdinal(PyText.Str(value), "2026") > 0 && string.CompareOrdinal(PyText.Str(value), "9") < 0 => "\"<now>\"",
        _ => JsonSerializer.Serialize(PyText.Str(value), Json),
    };

    private DuckDbWarehouse Open() => new(folder.File("tarn.duckdb"));

    private void Execute(string sql)
    {
        if (sql.Length == 0)
        {
            return;
        }

        using var warehouse = Open();
        foreach (var statement in sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            warehouse.Run(statement, false, CancellationToken.None);
        }
    }

    [GeneratedRegex(@"in \d+\.\d+s\b")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"in (\d+ hours )?(\d+ minutes and )?\d+\.\d+ seconds \(\d+\.\d+s\)")]
    private static partial Regex Elapsed();
}
