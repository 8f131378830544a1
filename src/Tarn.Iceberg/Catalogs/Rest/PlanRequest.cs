using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>A scan that a client asks to be planned. REST catalog specification, <c>PlanTableScanRequest</c>.</summary>
public sealed record PlanRequest
{
    const string Owner = "scan request";

    /// <summary>Null for the current snapshot of main.</summary>
    public long? SnapshotId { get; init; }

    public Expression Filter { get; init; } = Expression.True;

    /// <summary>The filter came in the older JSON, whose clients expect residuals in it. Of the other, <see cref="Filter"/> may be wider than the client's, so that tasks carry no residual.</summary>
    public bool WantsResidual { get; init; } = true;

    public bool CaseSensitive { get; init; } = true;

    /// <summary>Read in the snapshot's own schema instead of the table's.</summary>
    public bool UseSnapshotSchema { get; init; }

    /// <summary>The columns whose metrics the client wants.</summary>
    public ImmutableArray<string> StatsFields { get; init; } = [];

    /// <summary>Only what was appended after this snapshot and up to <see cref="SnapshotId"/>; null for all that is there.</summary>
    public long? After { get; init; }

    /// <exception cref="IcebergException">The request is no scan's, in the reference's words.</exception>
    public static PlanRequest Read(JsonElement json)
    {
        var (at, after, until) = (json.LongOrNull("snapshot-id", Owner), json.LongOrNull("start-snapshot-id", Owner), json.LongOrNull("end-snapshot-id", Owner));
        if (at is not null && (after ?? until) is not null) throw IcebergException.Invalid("Invalid scan: cannot provide both snapshotId and startSnapshotId/endSnapshotId");
        if (after is null != until is null) throw IcebergException.Invalid("Invalid incremental scan: startSnapshotId and endSnapshotId is required");
        return Read(json, at ?? until, after);
    }

    static PlanRequest Read(JsonElement json, long? snapshotId, long? after) => new()
    {
        SnapshotId = snapshotId,
        After = after,
        Filter = json.Optional("filter") is { } filter ? ExpressionJson.Read(filter) : Expression.True,
        WantsResidual = json.Optional("filter") is not { } text || ValuePredicateJson.IsTermBased(text),
        CaseSensitive = json.Optional("case-sensitive") is null || json.Flag("case-sensitive", Owner),
        UseSnapshotSchema = json.Optional("use-snapshot-schema") is not null && json.Flag("use-snapshot-schema", Owner),
        StatsFields = json.ListOrEmpty("stats-fields", Owner, static name => name.GetString() ?? ""),
    };
}
