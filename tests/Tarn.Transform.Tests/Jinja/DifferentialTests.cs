using System.Diagnostics;
using System.Text.Json;
using Tarn.Testing;
using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Tests.Jinja;

/// <summary>Random templates, rendered here and by Jinja itself.</summary>
public sealed class DifferentialTests
{
    private const int Templates = 3000;

    private const string Context =
        """{"a": 3, "b": "abc", "s": "Hello a, b", "l": [3, 1, 2], "d": {"k": 1, "b": "x"}, "n": null, "f": 2.5, "rows": [{"k": 1, "g": "x"}, {"k": 2, "g": "Y"}, {"k": 1, "g": "y"}]}""";

    [SharedFact("peers/python")]
    public async Task Random_templates_render_as_Jinja_renders_them()
    {
        var first = int.Parse(Environment.GetEnvironmentVariable("TARN_SEED") ?? "1", null);
        var templates = Enumerable.Range(first, Templates).Select(seed => (Seed: seed, Text: new TemplateGrammar(seed).Template())).ToList();
        var answers = await Ask(templates.Select(t => t.Text));
        var environment = new JinjaEnvironment().WithDo().WithLoopControls();
        var failures = new List<string>();
        for (var i = 0; i < templates.Count; i++)
        {
            var expected = Expected(answers[i]);
            var actual = Render(environment, templates[i].Text);
            if (expected != actual && !IsVolatile(expected))
            {
                failures.Add($"seed {templates[i].Seed}: {templates[i].Text}\n    jinja {expected}\n    tarn  {actual}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {Templates} differ, seeds from {first}:\n" + string.Join('\n', failures.Take(60)));
    }

    /// <summary>Addresses of objects are printed, which no two runs share.</summary>
    private static bool IsVolatile(string text) => text.Contains(" at 0x", StringComparison.Ordinal) || text.Contains("&lt;", StringComparison.Ordinal) && text.Contains("object", StringComparison.Ordinal)
        || text.Contains("MemoryError", StringComparison.Ordinal);

    private static string Expected(JsonElement answer) => answer.TryGetProperty("error", out var error)
        ? $"{error.GetString()}: {answer.GetProperty("message").GetString()}"
        : answer.GetProperty("text").GetString()!;

    private static string Render(JinjaEnvironment environment, string template)
    {
        try
        {
            var context = (PyDict)PyJson.Load(Context)!;
            return environment.Compile(template).Render(context.Pairs.ToDictionary(p => (string)p.Key!, p => p.Value));
        }
        catch (JinjaException error)
        {
            return $"{error.ErrorType}: {error.Message}";
        }
    }

    private static async Task<List<JsonElement>> Ask(IEnumerable<string> templates)
    {
        var python = (await Run("bash", [SharedData.PathTo("peers/python/install.sh")], null)).Trim();
        var environment = JsonDocument.Parse("""{"extensions": ["do", "loopcontrols"]}""").RootElement;
        var context = JsonDocument.Parse(Context).RootElement;
        var lines = templates.Select(t => JsonSerializer.Serialize(new { template = t, context, env = environment, sandbox = true }));
        var output = await Run("bash", ["-c", $"ulimit -v 1500000; exec timeout 600 {python} {SharedData.PathTo("peers/python/clients/jinja_render.py")}"], string.Join('\n', lines) + "\n");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
    }

    private static async Task<string> Run(string program, string[] arguments, string? input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input ?? string.Empty);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return await output;
    }
}
