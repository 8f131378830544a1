namespace Tarn.Server.Catalog;

/// <summary><c>GET /catalog/{ns}/{table}/snapshots</c>: newest first.</summary>
/// <param name="AsOf">When the table's metadata was read.</param>
/// <param name="Total">Snapshots that the table keeps.</param>
/// <param name="References">Branches and tags.</param>
/// <param name="Snapshots">As many as were asked for.</param>
sealed record TimelineAnswer(
    DateTimeOffset AsOf, int Total, IReadOnlyList<ReferenceAnswer> References, IReadOnlyList<SnapshotAnswer> Snapshots)
{
    /// <summary>The <c>before</c> of the next page; null at the end.</summary>
    public string? Next { get; init; }
}

/// <summary>A branch or tag.</summary>
sealed record ReferenceAnswer(string Name, string Kind, string Snapshot);

/// <summary>A snapshot with the numbers of its own summary, which its writer may have left out.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Current">Whether it is what the table's main branch shows now.</param>
sealed record SnapshotAnswer(string Id, DateTimeOffset At, bool Current)
{
    /// <summary>The branch whose line it stands on; null where no branch leads to it any more.</summary>
    public string? Branch { get; init; }

    public string? Parent { get; init; }

    public string? Operation { get; init; }

    public long? Added { get; init; }

    public long? Removed { get; init; }

    public long? Rows { get; init; }

    /// <summary>What <c>rows</c> is where it is not exact: <c>atLeast</c> or <c>atMost</c>.</summary>
    public string? RowsBound { get; init; }

    public long? Files { get; init; }

    public long? Bytes { get; init; }

    public long? AddedFiles { get; init; }

    public long? RemovedFiles { get; init; }

    public int? Schema { get; init; }

    /// <summary>The job that committed it, where its writer says so.</summary>
    public string? Job { get; init; }
}
