using Tarn.Project.Yaml;
using Tarn.Server.Builds;
using Tarn.Transform.Artifacts;

namespace Tarn.Server.Catalog;

/// <summary>How old a table's rows are, and how old they may become.</summary>
/// <param name="ChangedAt">The last commit that changed rows; one that only exchanged files does not count.</param>
/// <param name="AgeMs">Since then, or since a later build of the model that found nothing new.</param>
sealed record Freshness(DateTimeOffset ChangedAt, double AgeMs)
{
    /// <summary>The property in which a table carries its target, as a duration: <c>15m</c>, <c>24h</c>.</summary>
    public const string Property = "tarn.freshness";

    /// <summary>When the last build of the model began, where it succeeded and found nothing new after <c>changedAt</c>.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Null where nobody set one.</summary>
    public double? TargetMs { get; init; }

    /// <summary>Who set it: <c>property</c> or <c>dbt</c>.</summary>
    public string? Origin { get; init; }

    public bool? Late => TargetMs is { } target ? AgeMs > target : null;

    /// <summary>Null for a view, and for a table that never had a commit. The table's own property wins over the dbt project's word.</summary>
    public static Freshness? Of(KnownTable table, BuiltProject? builds, DateTimeOffset now)
    {
        if (table is not { Metadata: { } metadata, LastChange: { } changed }) return null;
        var node = ProjectBuilds.NodeOf(builds, table.Identifier);
        var looked = node is null ? null : builds!.CheckedAfter(node.UniqueId, changed.Timestamp);
        var fresh = new Freshness(changed.Timestamp, Math.Max(0, (now - (looked ?? changed.Timestamp)).TotalMilliseconds)) { CheckedAt = looked };
        if (metadata.Property(Property) is { } text && DurationText.TryParse(text, out var own)) return fresh with { TargetMs = own.TotalMilliseconds, Origin = "property" };
        return node?.FreshnessTarget is { } target ? fresh with { TargetMs = target.TotalMilliseconds, Origin = "dbt" } : fresh;
    }
}
