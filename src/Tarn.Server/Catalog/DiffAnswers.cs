namespace Tarn.Server.Catalog;

/// <summary><c>POST /catalog/{ns}/{table}/diff</c>: two snapshots, and by which columns rows are the same row.</summary>
/// <param name="A">The earlier one.</param>
/// <param name="B">The later one.</param>
/// <param name="Key">Columns; null takes the table's own key, an empty list compares whole rows.</param>
sealed record DiffCall(string? A, string? B, IReadOnlyList<string>? Key);

/// <summary>What lies between two snapshots as far as metadata and manifests tell it, and the statements that tell the rest.</summary>
sealed record DiffAnswer(SnapshotAnswer A, SnapshotAnswer B)
{
    /// <summary>Exact, where the operations between allow it; null where rows must be compared (<c>countSql</c>).</summary>
    public DiffCounts? Counts { get; init; }

    public required DiffKey Key { get; init; }

    public IReadOnlyList<ColumnDifference> Columns { get; init; } = [];

    /// <summary>The partitioning that files were written under, where it differs.</summary>
    public PartitioningDifference? Partitioning { get; init; }

    public required FileDifference Files { get; init; }

    /// <summary>The snapshots after A up to B on B's line, newest first; empty where A is not one of B's ancestors.</summary>
    public IReadOnlyList<SnapshotAnswer> Commits { get; init; } = [];

    /// <summary>The commits of <c>commits</c> by job.</summary>
    public IReadOnlyList<DiffJob> Jobs { get; init; } = [];

    /// <summary>The columns of <c>rowsSql</c> in order, after <c>_change</c>: the key, the others, and the others as they were in A.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Left out of the comparison: columns in which Tarn notes when and by which job a row was loaded.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    public required string RowsSql { get; init; }

    public required string CountSql { get; init; }
}

/// <summary>Rows added, removed and changed, from the manifests of the commits between.</summary>
sealed record DiffCounts(long Added, long Removed, long Changed);

/// <summary>Which columns make two rows the same row, and who says so: <c>identifier</c>, <c>sync</c>, <c>dbt</c>, <c>chosen</c> or <c>none</c>.</summary>
sealed record DiffKey(IReadOnlyList<string> Columns, string Origin);

sealed record ColumnDifference(string Name, string Change, string? From, string? To);

sealed record PartitioningDifference(string From, string To);

sealed record FileDifference(long Added, long Removed, long Kept, long AddedBytes, long RemovedBytes);

/// <summary>A job between the two, as far as its record is still kept.</summary>
sealed record DiffJob(string Id, string? Kind, string? Name, string? Principal, int Commits);
