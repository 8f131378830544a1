using System.Collections.Immutable;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;

namespace Tarn.Engine.Loading;

/// <summary>Rows for a table, which is created or given further columns as they need it.</summary>
/// <param name="Table">The target.</param>
/// <param name="Rows">A SELECT of the executor's own SQL, not a user's: it runs on the trusted instance.</param>
/// <param name="Mode">What the rows do to those that are there.</param>
public sealed record LoadRequest(TableIdentifier Table, string Rows, LoadMode Mode)
{
    /// <summary>Partition terms of a table that the load creates: <c>day(ordered_at)</c>.</summary>
    public ImmutableArray<string> PartitionBy { get; init; } = [];

    /// <summary>Entries for the snapshot's summary, made when the table is known.</summary>
    public Func<Table, CancellationToken, Task<ImmutableSortedDictionary<string, string>>> Summary { get; init; } =
        static (_, _) => Task.FromResult(ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>Null for rows that do not depend on what the table's snapshots say of earlier loads.</summary>
    public SummaryGuard? Guard { get; init; }

    public IProgress<WorkProgress>? Progress { get; init; }
}

/// <summary>What a load did.</summary>
/// <param name="Table">The table as it is now.</param>
/// <param name="Rows">Rows written, rewritten ones left out.</param>
/// <param name="Bytes">Bytes of the data files written.</param>
/// <param name="SnapshotId">The snapshot that it made.</param>
public sealed record LoadOutcome(Table Table, long Rows, long Bytes, long SnapshotId);
