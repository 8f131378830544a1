using System.Text;
using System.Text.Json;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Goldens;

/// <summary>What one statement of a script answered.</summary>
/// <param name="Rows">The rows as <c>--format json</c> printed them; none where it failed.</param>
/// <param name="Error">The error's kind and message, or null.</param>
sealed record ScriptAnswer(IReadOnlyList<JsonElement> Rows, (string Kind, string Message)? Error)
{
    /// <summary>Runs a script of queries in one process, also after those that fail, and gives the answers in the script's order.</summary>
    public static async Task<IReadOnlyList<ScriptAnswer>> OfAsync(string project, string @namespace, IReadOnlyList<string> queries)
    {
        var script = Path.Combine(project, "queries.sql");
        await File.WriteAllTextAsync(script, string.Concat(queries.Select(q => $"{q}\n;\n")));
        var said = await TarnProgram.RunAsync(project, "sql", "-f", script, "--namespace", @namespace, "--format", "json", "--json", "--keep-going");
        var errors = said.Errors.Split('\n').Where(l => l.StartsWith("{\"error\"", StringComparison.Ordinal)).Select(l => JsonElement.Parse(l).GetProperty("error"))
            .ToDictionary(e => e.GetProperty("statement").GetInt32(), e => (e.GetProperty("kind").GetString()!, e.GetProperty("message").GetString()!));
        said.Demand(errors.Count == 0 ? 0 : 1);
        var printed = new Queue<JsonElement>(Documents(Encoding.UTF8.GetBytes(said.Output)));
        Assert.Equal(queries.Count - errors.Count, printed.Count);
        return [.. queries.Select((_, i) => errors.TryGetValue(i + 1, out var error) ? new ScriptAnswer([], error) : new ScriptAnswer([.. printed.Dequeue().EnumerateArray()], null))];
    }

    static List<JsonElement> Documents(byte[] text)
    {
        var documents = new List<JsonElement>();
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read()) documents.Add(JsonElement.ParseValue(ref reader));
        return documents;
    }
}
