using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Changelog;

/// <summary>Between which snapshots changes are looked for.</summary>
/// <param name="After">The changes after it; null for all that the table remembers.</param>
/// <param name="To">Up to it and with it.</param>
internal sealed record ChangelogRange(long? After, long To)
{
    /// <summary>The range that options ask for; null where nothing can be in it. Instants are of the current state's own history.</summary>
    /// <param name="metadata">The table.</param>
    /// <param name="current">The state that the changes lead to where no end is given.</param>
    /// <param name="options">What is asked for.</param>
    public static ChangelogRange? Of(TableMetadata metadata, Snapshot? current, ChangelogOptions options)
    {
        if (current is null || options.StartTimestampMs > current.TimestampMs) return null;
        var ancestors = metadata.AncestorsOf(current.SnapshotId).ToList();
        var after = options.StartTimestampMs is { } from ? Before(ancestors, from) : options.StartSnapshotId;
        if (options.EndTimestampMs is not { } until) return new ChangelogRange(after, options.EndSnapshotId ?? current.SnapshotId);
        var end = ancestors.FirstOrDefault(s => s.TimestampMs <= until)?.SnapshotId;
        return end is not { } to || to == after ? null : new ChangelogRange(after, to);
    }

    /// <summary>The last snapshot whose changes do not count: as in the reference, a snapshot of just that instant is it.</summary>
    static long? Before(List<Snapshot> ancestors, long timestampMs)
    {
        var oldest = ancestors.LastOrDefault(s => s.TimestampMs >= timestampMs);
        return oldest?.TimestampMs == timestampMs ? oldest.SnapshotId : oldest?.ParentSnapshotId;
    }
}
