namespace Tarn.Iceberg.Metadata;

/// <summary>How many rows a reader of a snapshot sees, as far as summaries tell it: no file is read.</summary>
/// <param name="Rows">The number.</param>
/// <param name="Bound">What it is.</param>
public readonly record struct RowTotal(long Rows, RowBound Bound)
{
    /// <summary>Null where the summary does not say it, or says what cannot be. Without a snapshot there are no rows.</summary>
    /// <remarks>
    /// A summary counts what stands in delete files (spec, Appendix F). A deletion vector has each row once; a position delete file of format version 2 may name one twice, or rows of files that are gone, so at
    /// least as many are left as the difference says. Equality deletes name no rows: at most as many are left as there were.
    /// </remarks>
    public static RowTotal? Of(TableMetadata metadata, Snapshot? snapshot)
    {
        if (snapshot is null) return new RowTotal(0, RowBound.Exact);
        if (snapshot.Count("total-records") is not { } records) return null;
        if (metadata.FormatVersion < 2) return new RowTotal(records, RowBound.Exact);
        var (positions, equalities) = (Deletes(snapshot, "total-position-deletes"), Deletes(snapshot, "total-equality-deletes"));
        if ((positions, equalities) is (0, 0)) return new RowTotal(records, RowBound.Exact);
        var onlyVectors = HasOnlyVectors(metadata, snapshot);
        // More deletes than records: the excess at least is named twice or gone.
        if (equalities == 0 && positions is { } named && !onlyVectors) return new RowTotal(Math.Max(0, records - named), RowBound.AtLeast);
        var vectors = onlyVectors ? positions ?? 0 : 0;
        if (records < vectors) return null;
        return new RowTotal(records - vectors, equalities == 0 && positions is not null ? RowBound.Exact : RowBound.AtMost);
    }

    /// <summary>Null where the summary leaves it open.</summary>
    static long? Deletes(Snapshot snapshot, string total) => snapshot.Count("total-delete-files") == 0 ? 0 : snapshot.Count(total);

    /// <summary>
    /// Whether every position delete was written in format version 3, which has deletion vectors only: snapshots of it have first row ids. Those of version 2 outlive an upgrade, so one without them must have had
    /// none; an older history that was expired could have had some.
    /// </summary>
    static bool HasOnlyVectors(TableMetadata metadata, Snapshot snapshot)
    {
        if (metadata.FormatVersion < 3) return false;
        Snapshot? oldest = null;
        foreach (var ancestor in metadata.AncestorsOf(snapshot.SnapshotId))
        {
            if (Deletes(ancestor, "total-position-deletes") == 0) return true;
            if (ancestor.FirstRowId is null) return false;
            oldest = ancestor;
        }
        return oldest is { ParentSnapshotId: null };
    }
}

/// <summary>What a number of rows is.</summary>
public enum RowBound
{
    Exact,
    AtLeast,
    AtMost,
}
