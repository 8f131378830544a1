using System.CommandLine;
using Tarn.Transform;
using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Rendering;
using Tarn.Transform.Runs;
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

    public static Option<bool> Empty { get; } = new("--empty") { Description = "Build without rows: inputs are read as if they were empty." };

    public static Option<string?> EventTimeStart { get; } = new("--event-time-start") { Description = "From where microbatch models write; with --event-time-end.", HelpName = "TIME" };

    public static Option<string?> EventTimeEnd { get; } = new("--event-time-end") { Description = "To before where microbatch models write.", HelpName = "TIME" };

    public static Option<string?> Inline { get; } = new("--inline") { Description = "A query with templates, in the place of the project's nodes.", HelpName = "SQL" };

    public static Option<string?> InlineDirect { get; } = new("--inline-direct") { Description = "A query without templates; the project is not read.", HelpName = "SQL" };

    public static Option<int> Limit { get; } = new("--limit") { Description = "The most rows to show; -1 for all.", DefaultValueFactory = _ => 5, HelpName = "N" };

    public static Argument<string> Macro { get; } = new("MACRO") { Description = "The macro to call, with its package in front if one is meant." };

    public static Option<string> MacroArguments { get; } = new("--args") { Description = "The macro's arguments as YAML: '{table: orders}'.", DefaultValueFactory = _ => "{}", HelpName = "YAML" };

    public static Option<string> Format { get; } = new("--output") { Description = "text or json.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };

    public static IReadOnlyList<Option> Common => [Select, Exclude, Selector, ResourceType, ExcludeResourceType, Vars, Target, Threads, WarnError, Quiet];

    static Option<bool> WarnError { get; } = new("--warn-error") { Description = "Take warnings for errors." };

    static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Say errors and the command's answer only." };

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
        Variables = Mapping("--vars", parsed.GetValue(Vars)!),
        Target = parsed.GetValue(Target)!,
        Threads = parsed.GetValue(Threads) is var threads and >= 1 and <= MaxThreads ? threads : throw new UsageException($"--threads takes a number from 1 to {MaxThreads}."),
        FullRefresh = parsed.GetValue(FullRefresh),
        FailFast = parsed.GetValue(FailFast),
        Output = Form(verb, parsed),
        OutputKeys = Words(parsed, OutputKeys),
        StoreFailures = parsed.GetValue(StoreFailures),
        Empty = parsed.GetValue(Empty),
        WarnError = parsed.GetValue(WarnError),
        Quiet = parsed.GetValue(Quiet),
        EventWindow = Window(parsed.GetValue(EventTimeStart), parsed.GetValue(EventTimeEnd)),
        Macro = verb == "run-operation" ? parsed.GetValue(Macro) : null,
        MacroArguments = Mapping("--args", parsed.GetValue(MacroArguments) ?? "{}"),
        Inline = parsed.GetValue(Inline),
        InlineDirect = parsed.GetValue(InlineDirect),
        Limit = parsed.GetValue(Limit),
        IndirectSelection = Enum.TryParse<IndirectSelection>(parsed.GetValue(Indirect) ?? "eager", ignoreCase: true, out var mode)
            ? mode
            : throw new UsageException("--indirect-selection takes eager, cautious, buildable or empty."),
    };

    static string Form(string verb, ParseResult parsed)
    {
        var isList = verb is "ls";
        var given = isList ? parsed.GetValue(Output) ?? "selector" : parsed.GetValue(Format) ?? "text";
        return (isList ? given is "selector" or "name" or "path" or "json" : given is "text" or "json")
            ? given
            : throw new UsageException($"--output takes {(isList ? "selector, name, path or json" : "text or json")}, not {given}.");
    }

    static (DateTime Start, DateTime End)? Window(string? start, string? end)
    {
        if (start is null && end is null) return null;
        if (start is null || end is null) throw new UsageException("--event-time-start and --event-time-end go together.");
        var from = Batch.Parse(start) ?? throw new UsageException($"--event-time-start takes a time, such as 2026-11-01, not {start}.");
        var to = Batch.Parse(end) ?? throw new UsageException($"--event-time-end takes a time, such as 2026-11-02, not {end}.");
        return from < to ? (from, to) : throw new UsageException("--event-time-start must be before --event-time-end.");
    }

    static PyDict Mapping(string option, string text)
    {
        try
        {
            return YamlValues.Parse(option, text) switch
            {
                PyDict given => given,
                null => new PyDict(),
                _ => throw new UsageException($"{option} takes a YAML mapping, such as '{{day: 2026-11-01}}'."),
            };
        }
        catch (Transform.Jinja.JinjaException e)
        {
            throw new UsageException($"{option} is not YAML: {e.Message}");
        }
    }

    /// <summary>As dbt: several words after one flag, the flag several times, or several words in quotes.</summary>
    static IReadOnlyList<string> Words(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(v => v.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    static Option<string[]> Many(string name, string description, string help, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true };
}
