using System.Text.Json;
using Tarn.Testing;
using Tarn.Transform.Projects;
using Tarn.Transform.Runs;
using Tarn.Transform.Selectors;
using Tarn.Transform.Tests.Runs;

namespace Tarn.Transform.Tests.Selectors;

/// <summary>What <c>dbt ls</c> answered on the golden projects. Resources that are not built yet are left out of the expectation.</summary>
public sealed class GoldenSelectionTests
{
    private static readonly HashSet<string> NotYetTypes = new(StringComparer.Ordinal) { "metric", "semantic_model", "saved_query" };

    [SharedTheory("goldens/dbt/projects")]
    [InlineData("shopfront", 113)]
    [InlineData("fleet", 101)]
    public void Selections_answer_as_dbt_ls(string project, int atLeast)
    {
        using var folder = new TemporaryFolder();
        ProjectFolder.Copy(SharedData.PathTo($"goldens/dbt/projects/{project}/project"), folder.Path);
        var missing = MissingNames(project);
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.PathTo($"goldens/dbt/projects/{project}/selectors.json")));
        var command = new DbtCommand(folder.Path, () => throw new InvalidOperationException("ls opens no warehouse"), _ => { }, TimeProvider.System);
        var parsed = command.Parse(new DbtArguments { Verb = "ls" });
        var failures = new List<string>();
        var passed = 0;
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            var difference = Difference(parsed, entry, missing);
            passed += difference is null ? 1 : 0;
            if (difference is not null)
            {
                failures.Add($"{entry.GetProperty("args").GetString()}: {difference}");
            }
        }

        Assert.True(passed >= atLeast, $"{passed} pass, at least {atLeast} did before:\n{string.Join('\n', failures)}");
    }

    private static HashSet<string> MissingNames(string project)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(SharedData.PathTo($"goldens/dbt/projects/{project}/manifest.json")));
        return manifest.RootElement.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object)
            .SelectMany(p => p.Value.EnumerateObject()).Where(n => n.Value.ValueKind == JsonValueKind.Object && n.Value.TryGetProperty("resource_type", out var type) && NotYetTypes.Contains(type.GetString()!))
            .Select(n => n.Value.GetProperty("name").GetString()!).ToHashSet(StringComparer.Ordinal);
    }

    private static string? Difference(ParsedProject parsed, JsonElement entry, HashSet<string> missing)
    {
        var text = entry.GetProperty("args").GetString()!;
        var output = entry.TryGetProperty("output", out var given) ? given.GetString()! : "name";
        try
        {
            var arguments = Parse(text);
            var got = DbtCommand.Selected(arguments, parsed).Select(n => RunText.Listed(n, output)).Order(StringComparer.Ordinal).ToList();
            if (!entry.TryGetProperty("result", out var result))
            {
                return $"no error, {got.Count} nodes";
            }

            var wanted = result.EnumerateArray().Select(r => r.GetString()!).Where(n => output != "name" || !missing.Contains(n)).Order(StringComparer.Ordinal).ToList();
            var extra = string.Join(' ', got.Except(wanted));
            var lacking = string.Join(' ', wanted.Except(got));
            return got.SequenceEqual(wanted) ? null : $"not wanted: {extra}; lacking: {lacking}";
        }
        catch (DbtException error)
        {
            return error.Kind != DbtErrorKind.NotYet && entry.TryGetProperty("error", out _) ? null : error.Message;
        }
    }

    private static DbtArguments Parse(string text)
    {
        var arguments = new DbtArguments { Verb = "ls" };
        var option = string.Empty;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('\'', '"')))
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                option = word;
                continue;
            }

            arguments = option switch
            {
                "--select" => arguments with { Select = [.. arguments.Select, word] },
                "--models" => arguments with { Select = [.. arguments.Select, word], ResourceTypes = ["model"] },
                "--exclude" => arguments with { Exclude = [.. arguments.Exclude, word] },
                "--selector" => arguments with { Selector = word },
                "--resource-type" => arguments with { ResourceTypes = [.. arguments.ResourceTypes, word] },
                "--exclude-resource-type" => arguments with { ExcludedResourceTypes = [.. arguments.ExcludedResourceTypes, word] },
                "--indirect-selection" => arguments with { IndirectSelection = Enum.Parse<IndirectSelection>(word, ignoreCase: true) },
                _ => arguments,
            };
        }

        return arguments;
    }
}
