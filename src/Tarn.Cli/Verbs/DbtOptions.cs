using System.CommandLine;
using Tarn.Transform;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;
using Tarn.Transform.Selectors;

namespace Tarn.Cli.Verbs;

/// <summary>dbt's flags, under dbt's names.</summary>
static class DbtOptions
{
    const int MaxThreads = 64;

    public static Option<bool> FullRefresh { get; } = new("--full-refresh", "-f") { Description = "Make incremental models and seeds anew." };

    public static Option<bool> FailFast { get; } = new("--fail-fast", "-x") { Description = "Stop at the first failure." };

    public static Option<string> Output { get; } = new("--output") { Description = "selector, name, path or json.", DefaultValueFactory = _ => "selector", HelpName = "FORMAT" };

    public static Option<string[]> OutputKeys { get; } = Many("--output-keys", "With --output json: the properties to write, such as name config.materialized.", "KEY");

    public static Option<bool> StoreFailures { get; } = new("--store-failures") { Description = "Keep the rows that tests find in tables." };

    public static Option<string> Indirect { get; } = new("--indirect-selection")
    {
        Description = "Which tests come along with a selected node: eager, cautious, buildable or empty.",
        DefaultValueFactory = _ => "eager",
        HelpName = "MODE",
    };

    public static IReadOnlyList<Option> Common => [Select, Exclude, Selector, ResourceType, ExcludeResourceType, Vars, Target, Threads];

    static Option<string[]> Select { get; } = Many("--select", "What to work on: names, paths, tag:…, source:…, with + and @ as in dbt.", "SPEC", "-s", "--models", "-m");

    static Option<string[]> Exclude { get; } = Many("--exclude", "What to leave out.", "SPEC");

    static Option<string?> Selector { get; } = new("--selector") { Description = "A selector of selectors.yml.", HelpName = "NAME" };

    static Option<string[]> ResourceType { get; } = Many("--resource-type", "Only resources of this type.", "TYPE", "--resource-types");

    static Option<string[]> ExcludeResourceType { get; } = Many("--exclude-resource-type", "No resources of this type.", "TYPE", "--exclude-resource-types");

    static Option<string> Vars { get; } = new("--vars") { Description = "Variables as YAML: '{day: 2026-11-01}'.", DefaultValueFactory = _ => "{}", HelpName = "YAML" };

    static Option<string> Target { get; } = new("--target", "-t") { Description = "What target.name is in the templates; all targets are this project's tables.", DefaultValueFactory = _ => "dev", HelpName = "NAME" };

    static Option<int> Threads { get; } = new("--threads") { Description = "How many nodes run at once.", DefaultValueFactory = _ => 4, HelpName = "N" };

    public static DbtArguments Read(string verb, ParseResult parsed) => new()
    {
        Verb = verb,
        Select = Words(parsed, Select),
        Exclude = Words(parsed, Exclude),
        Selector = parsed.GetValue(Selector),
        ResourceTypes = Words(parsed, ResourceType),
        ExcludedResourceTypes = Words(parsed, ExcludeResourceType),
        Variables = Variables(parsed.GetValue(Vars)!),
        Target = parsed.GetValue(Target)!,
        Threads = parsed.GetValue(Threads) is var threads and >= 1 and <= MaxThreads ? threads : throw new UsageException($"--threads takes a number from 1 to {MaxThreads}."),
        FullRefresh = parsed.GetValue(FullRefresh),
        FailFast = parsed.GetValue(FailFast),
        Output = (parsed.GetValue(Output) ?? "selector") is var output and ("selector" or "name" or "path" or "json") ? output : throw new UsageException($"--output takes selector, name, path or json, not {parsed.GetValue(Output)}."),
        OutputKeys = Words(parsed, OutputKeys),
        StoreFailures = parsed.GetValue(StoreFailures),
        IndirectSelection = Enum.TryParse<IndirectSelection>(parsed.GetValue(Indirect) ?? "eager", ignoreCase: true, out var mode)
            ? mode
            : throw new UsageException("--indirect-selection takes eager, cautious, buildable or empty."),
    };

    static PyDict Variables(string text)
    {
        try
        {
            return YamlValues.Parse("--vars", text) switch
            {
                PyDict given => given,
                null => new PyDict(),
                _ => throw new UsageException("--vars takes a YAML mapping, such as '{day: 2026-11-01}'."),
            };
        }
        catch (Transform.Jinja.JinjaException e)
        {
            throw new UsageException($"--vars is not YAML: {e.Message}");
        }
    }

    /// <summary>As dbt: several words after one flag, the flag several times, or several words in quotes.</summary>
    static IReadOnlyList<string> Words(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(v => v.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    static Option<string[]> Many(string name, string description, string help, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true };
}
