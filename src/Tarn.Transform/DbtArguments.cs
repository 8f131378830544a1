using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Selectors;

namespace Tarn.Transform;

/// <summary>A dbt command line.</summary>
public sealed record DbtArguments
{
    /// <summary>parse, ls, compile, run, test, build, seed or clean.</summary>
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

    /// <summary>Of ls: selector, name, path or json.</summary>
    public string Output { get; init; } = "selector";

    /// <summary>Of ls with json: the properties to write, nested ones with dots; none means dbt's usual ones.</summary>
    public IReadOnlyList<string> OutputKeys { get; init; } = [];
}
