using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Projects;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Graph;

/// <summary>A resource of the graph: model, seed, source, test, analysis, exposure, operation. Filled while parsing, then only read.</summary>
public sealed class DbtNode
{
    public required string UniqueId { get; init; }

    public required string ResourceType { get; init; }

    public required string Name { get; init; }

    public required DbtProject Project { get; init; }

    /// <summary>Relative to the package's folder.</summary>
    public required string Path { get; init; }

    public required IReadOnlyList<string> Fqn { get; init; }

    public string RawCode { get; init; } = string.Empty;

    public PyDict Config { get; set; } = new();

    public string Database { get; set; } = string.Empty;

    public string Schema { get; set; } = string.Empty;

    public string Alias { get; set; } = string.Empty;

    public string Description { get; set; } = string.Empty;

    public PyDict Columns { get; set; } = new();

    /// <summary>Properties of the YAML entry that belongs to the node.</summary>
    public PyDict Properties { get; set; } = new();

    public List<(string? Package, string Name, object? Version)> Refs { get; } = [];

    public List<(string Source, string Table)> Sources { get; } = [];

    public List<string> DependsOn { get; } = [];

    public string? SourceName { get; init; }

    public string? Version { get; init; }

    /// <summary>Of a generic test: its macro, with the package in front if one was written.</summary>
    public string? TestName { get; init; }

    public PyDict? TestArguments { get; init; }

    public string? ColumnName { get; init; }

    /// <summary>Of a generic test: the name of its compiled file, whatever its alias.</summary>
    public string? CompiledName { get; init; }

    /// <summary>Of a test: whether the rows that it finds are kept, as <c>store_failures_as</c> or <c>store_failures</c> says.</summary>
    public bool StoresFailures => ResourceType == "test" && (Config.TryGetValue("store_failures_as", out var kind) && kind is not null
        ? PyText.Str(kind) != "ephemeral"
        : Config.TryGetValue("store_failures", out var stored) && PyIteration.IsTrue(stored));

    /// <summary>The node that a generic test or a unit test belongs to.</summary>
    public string? AttachedNode { get; init; }

    /// <summary>Of a hook: its place among those of its project and time.</summary>
    public int Index { get; set; }

    public string? CompiledCode { get; set; }

    public string PackageName => Project.Name;

    public string Materialized => PyText.Str(Config.TryGetValue("materialized", out var value) ? value : null);

    /// <summary>Whether its contract is enforced.</summary>
    public bool HasContract => Config.TryGetValue("contract", out var contract) && contract is PyDict dict && dict.TryGetValue("enforced", out var enforced) && PyIteration.IsTrue(enforced);

    public bool IsEnabled => !Config.TryGetValue("enabled", out var value) || PyIteration.IsTrue(value);

    public bool IsEphemeral => ResourceType == "model" && Materialized == "ephemeral";

    public IEnumerable<string> Tags => Config.TryGetValue("tags", out var tags) && tags is PyList list ? list.Items.Select(PyText.Str) : [];

    /// <summary>How dbt's selectors and lists call it: versions of a model carry theirs.</summary>
    public string SearchName => Version is null ? Name : $"{Name}.v{Version}";

    /// <summary>How the root project quotes names.</summary>
    public QuotePolicy Quoting { get; set; } = QuotePolicy.All;

    public string RelationName => Quoting.Render(Database, Schema, Alias);

    public RelationValue Relation => new(Database, Schema, Alias, null) { Quoting = Quoting };
}
