using System.Collections.Immutable;

namespace Tarn.Transform.Artifacts;

/// <summary>A model, seed, source, snapshot, test or unit test as the last manifest.json has it.</summary>
public sealed record BuiltNode(string UniqueId, string ResourceType, string Name)
{
    public string Package { get; init; } = "";

    /// <summary>The file, relative to the package's folder.</summary>
    public string Path { get; init; } = "";

    public string Database { get; init; } = "";

    /// <summary>The namespace of its table.</summary>
    public string Schema { get; init; } = "";

    /// <summary>The name of its table: alias or identifier.</summary>
    public string Relation { get; init; } = "";

    public string Description { get; init; } = "";

    public string Materialized { get; init; } = "";

    public ImmutableArray<string> Tags { get; init; } = [];

    public ImmutableArray<string> DependsOn { get; init; } = [];

    public ImmutableArray<string> UniqueKey { get; init; } = [];

    public string RawCode { get; init; } = "";

    public string? CompiledCode { get; init; }

    /// <summary>Descriptions of columns, by name.</summary>
    public ImmutableSortedDictionary<string, string> Columns { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How old its table may become: <c>meta.freshness</c> as a duration, or a source's <c>freshness.warn_after</c>.</summary>
    public TimeSpan? FreshnessTarget { get; init; }

    /// <summary>Of a generic test: its macro.</summary>
    public string? Test { get; init; }

    /// <summary>Of a generic test: what it is about.</summary>
    public string? AttachedNode { get; init; }

    public string? Column { get; init; }

    /// <summary>A test of data or a unit test.</summary>
    public bool IsTest => ResourceType is "test" or "unit_test";

    /// <summary>Whether it has a table or view of its own.</summary>
    public bool HasRelation => ResourceType is "model" or "seed" or "source" or "snapshot" && Materialized != "ephemeral";
}

/// <summary>How a node ended in the last run that wrote run_results.json.</summary>
/// <param name="UniqueId">Of the node.</param>
/// <param name="Status"><c>success</c>, <c>error</c>, <c>skipped</c>, <c>pass</c>, <c>warn</c>, <c>fail</c>, <c>partial success</c> or <c>no-op</c>.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Message">What dbt said.</param>
/// <param name="Failures">Rows that a test found.</param>
/// <param name="Rows">Rows written.</param>
public sealed record BuiltResult(string UniqueId, string Status, double Seconds, string? Message, long? Failures, long? Rows);
