using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Selectors;

namespace Tarn.Transform;

/// <summary>A dbt command line.</summary>
public sealed record DbtArguments
{
    /// <summary>As dbt calls it: parse, ls, compile, run, test, build, seed, snapshot, show, run-operation …</summary>
    public required string Verb { get; init; }

    public IReadOnlyList<string> Select { get; init; } = [];

    public IReadOnlyList<string> Exclude { get; init; } = [];

    public string? Selector { get; init; }

    public IReadOnlyList<string> ResourceTypes { get; init; } = [];

    public IReadOnlyList<string> ExcludedResourceTypes { get; init; } = [];

    public IndirectSelection IndirectSelection { get; init; } = IndirectSelection.Eager;

    public PyDict Variables { get; init; } = new();

    public string Target { get; init; } = "dev";

    public int Threads { get; init; } = 4;

    public bool FullRefresh { get; init; }

    public bool FailFast { get; init; }

    /// <summary>Whether tests keep the rows that they find, unless they say otherwise.</summary>
    public bool StoreFailures { get; init; }

    /// <summary>Whether models are built without rows, and seeds loaded without.</summary>
    public bool Empty { get; init; }

    /// <summary>Whether a warning is an error.</summary>
    public bool WarnError { get; init; }

    /// <summary>Whether only errors and the command's answer are said.</summary>
    public bool Quiet { get; init; }

    /// <summary>The span that microbatch models write; null for their own.</summary>
    public (DateTime Start, DateTime End)? EventWindow { get; init; }

    /// <summary>Of run-operation: the macro, with its package in front if one is meant.</summary>
    public string? Macro { get; init; }

    public PyDict MacroArguments { get; init; } = new();

    /// <summary>Of show and compile: a query in the place of the project's nodes.</summary>
    public string? Inline { get; init; }

    /// <summary>Of show: a query without templates, for which no project is read.</summary>
    public string? InlineDirect { get; init; }

    /// <summary>Of show: the most rows, below zero for all.</summary>
    public int Limit { get; init; } = 5;

    /// <summary>Of ls: selector, name, path or json; of show and compile: text or json.</summary>
    public string Output { get; init; } = "selector";

    /// <summary>Of ls with json: the properties to write, nested ones with dots; none means dbt's usual ones.</summary>
    public IReadOnlyList<string> OutputKeys { get; init; } = [];
}
