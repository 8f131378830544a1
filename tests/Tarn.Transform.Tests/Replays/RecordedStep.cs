using System.Text.Json;

namespace Tarn.Transform.Tests.Replays;

/// <summary>One step of a golden project's <c>steps.json</c>: what was done, and what dbt said and left behind.</summary>
internal sealed class RecordedStep(int index, JsonElement step)
{
    private static readonly JsonElement NoArray = JsonDocument.Parse("[]").RootElement.Clone();
    private static readonly JsonElement NoObject = JsonDocument.Parse("{}").RootElement.Clone();

    public int Index => index;

    /// <summary>The command line after <c>dbt</c>; null where the step only prepares the next ones.</summary>
    public string? Command => Text("dbt");

    /// <summary>Statements that change the sources.</summary>
    public string? Sql => Text("sql");

    public int ExitCode => step.GetProperty("exit_code").GetInt32();

    /// <summary>Files of the project that the step writes.</summary>
    public IEnumerable<(string Path, string Text)> Written => Properties("write").Select(p => (p.Name, p.Value.GetString()!));

    public IEnumerable<string> Deleted => Elements("delete").Select(p => p.GetString()!);

    public IReadOnlyList<string> Console => [.. Elements("console").Select(l => l.GetString()!)];

    /// <summary>Null where dbt wrote no run_results.json.</summary>
    public IReadOnlyList<JsonElement>? Results => step.TryGetProperty("run_results", out var results) ? [.. results.EnumerateArray()] : null;

    /// <summary>Tables and views that the step made or changed, by schema and name.</summary>
    public IEnumerable<(string Name, JsonElement Table)> Tables => Properties("tables_changed").Where(t => t.Name != "__comments__").Select(t => (t.Name, t.Value));

    public static IReadOnlyList<RecordedStep> Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("steps").EnumerateArray().Select((s, i) => new RecordedStep(i, s.Clone()))];
    }

    private string? Text(string name) => step.TryGetProperty(name, out var value) ? value.GetString() : null;

    private JsonElement.ArrayEnumerator Elements(string name) => (step.TryGetProperty(name, out var value) ? value : NoArray).EnumerateArray();

    private JsonElement.ObjectEnumerator Properties(string name) => (step.TryGetProperty(name, out var value) ? value : NoObject).EnumerateObject();
}
