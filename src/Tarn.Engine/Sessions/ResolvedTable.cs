namespace Tarn.Engine.Sessions;

/// <summary>Which state of a table a statement read.</summary>
/// <param name="Name">The table's name without the catalog: <c>ns.table</c>.</param>
/// <param name="SnapshotId">The snapshot; null for a table that has none (it is empty).</param>
/// <param name="Timestamp">When that snapshot was committed (UTC); null without a snapshot.</param>
/// <param name="IsTimeTravel">True when the text asked for this state with a time-travel clause.</param>
public sealed record ResolvedTable(string Name, long? SnapshotId, DateTimeOffset? Timestamp, bool IsTimeTravel);
