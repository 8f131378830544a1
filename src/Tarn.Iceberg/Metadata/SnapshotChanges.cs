using System.Collections.Immutable;

namespace Tarn.Iceberg.Metadata;

/// <summary>Adds and removes snapshots and references, and keeps the snapshot log free of gaps.</summary>
internal static class SnapshotChanges
{
    public static TableMetadata Add(TableMetadata metadata, Snapshot snapshot)
    {
        if (metadata.Schemas.IsEmpty) throw IcebergException.Invalid("Attempting to add a snapshot before a schema is added");
        if (metadata.PartitionSpecs.IsEmpty) throw IcebergException.Invalid("Attempting to add a snapshot before a partition spec is added");
        if (metadata.SortOrders.IsEmpty) throw IcebergException.Invalid("Attempting to add a snapshot before a sort order is added");
        if (metadata.SnapshotById(snapshot.SnapshotId) is not null)
            throw IcebergException.Invalid($"Snapshot already exists for id: {snapshot.SnapshotId}");
        if (metadata.FormatVersion > 1 && snapshot.SequenceNumber <= metadata.LastSequenceNumber && snapshot.ParentSnapshotId is not null)
            throw Stale($"Cannot add snapshot with sequence number {snapshot.SequenceNumber} older than last sequence number {metadata.LastSequenceNumber}");
        return metadata with
        {
            LastSequenceNumber = metadata.FormatVersion == 1 ? 0 : Math.Max(metadata.LastSequenceNumber, snapshot.SequenceNumber),
            Snapshots = metadata.Snapshots.Add(snapshot),
            NextRowId = NextRowId(metadata, snapshot),
        };
    }

    public static TableMetadata SetRef(TableMetadata metadata, string name, SnapshotRef reference, long nowMs, bool isAdded)
    {
        if (metadata.Refs.GetValueOrDefault(name) == reference) return metadata;
        var snapshot = metadata.SnapshotById(reference.SnapshotId) ?? throw IcebergException.Invalid($"Cannot set {name} to unknown snapshot: {reference.SnapshotId}");
        CheckRef(name, reference);
        var changed = metadata with { Refs = metadata.Refs.SetItem(name, reference) };
        if (name != SnapshotRef.MainBranch) return changed;
        if (metadata.CurrentSnapshotId == reference.SnapshotId) return changed;
        // A rollback to an old snapshot happens now; a new snapshot has been current since it was made.
        var entry = new SnapshotLogEntry(isAdded ? snapshot.TimestampMs : nowMs, snapshot.SnapshotId);
        return changed with { CurrentSnapshotId = snapshot.SnapshotId, SnapshotLog = metadata.SnapshotLog.Add(entry) };
    }

    public static TableMetadata RemoveRef(TableMetadata metadata, string name) => metadata with
    {
        Refs = metadata.Refs.Remove(name),
        CurrentSnapshotId = name == SnapshotRef.MainBranch ? null : metadata.CurrentSnapshotId,
    };

    /// <summary>Removes snapshots with the references and statistics that name them; ids that are not there are ignored.</summary>
    public static TableMetadata Remove(TableMetadata metadata, ImmutableArray<long> snapshotIds)
    {
        var removed = snapshotIds.ToHashSet();
        if (!metadata.Snapshots.Any(snapshot => removed.Contains(snapshot.SnapshotId))) return metadata;
        var lost = metadata.Refs.Where(reference => removed.Contains(reference.Value.SnapshotId)).Select(reference => reference.Key);
        return metadata with
        {
            Snapshots = metadata.Snapshots.RemoveAll(snapshot => removed.Contains(snapshot.SnapshotId)),
            Refs = metadata.Refs.RemoveRange(lost),
            CurrentSnapshotId = metadata.CurrentSnapshotId is { } id && removed.Contains(id) ? null : metadata.CurrentSnapshotId,
            Statistics = metadata.Statistics.RemoveAll(file => removed.Contains(file.SnapshotId)),
            PartitionStatistics = metadata.PartitionStatistics.RemoveAll(file => removed.Contains(file.SnapshotId)),
        };
    }

    /// <summary>
    /// The log after a commit. Snapshots that were main only within the commit leave it. Where a snapshot was removed all entries before it go:
    /// with a gap, time travel would answer that its predecessor was current all the time.
    /// </summary>
    public static ImmutableArray<SnapshotLogEntry> TrimLog(TableMetadata metadata, IReadOnlySet<long> added, bool removedSnapshots)
    {
        if (!removedSnapshots && added.Count < 2) return metadata.SnapshotLog;
        var known = metadata.Snapshots.Select(snapshot => snapshot.SnapshotId).ToHashSet();
        var kept = ImmutableArray.CreateBuilder<SnapshotLogEntry>(metadata.SnapshotLog.Length);
        foreach (var entry in metadata.SnapshotLog)
        {
            if (!known.Contains(entry.SnapshotId))
            {
                if (removedSnapshots) kept.Clear();
                continue;
            }
            if (entry.SnapshotId == metadata.CurrentSnapshotId || !added.Contains(entry.SnapshotId)) kept.Add(entry);
        }
        return kept.DrainToImmutable();
    }

    static long NextRowId(TableMetadata metadata, Snapshot snapshot)
    {
        if (metadata.FormatVersion < 3) return metadata.NextRowId;
        if (snapshot.FirstRowId is not { } first) throw IcebergException.Invalid("Cannot add a snapshot: first-row-id is null");
        if (first < metadata.NextRowId)
            throw Stale($"Cannot add a snapshot, first-row-id is behind table next-row-id: {first} < {metadata.NextRowId}");
        if (snapshot.AddedRows is not { } rows || rows < 0)
            throw IcebergException.Invalid($"Cannot add a snapshot with first-row-id: added-rows is {snapshot.AddedRows?.ToString() ?? "null"}");
        return first + rows;
    }

    static void CheckRef(string name, SnapshotRef reference)
    {
        if (reference.Type == SnapshotRefType.Branch) return;
        if (name == SnapshotRef.MainBranch) throw IcebergException.Invalid("Cannot set main to a tag, it must be a branch");
        if (reference.MinSnapshotsToKeep is not null) throw IcebergException.Invalid("Tags do not support setting minSnapshotsToKeep");
        if (reference.MaxSnapshotAgeMs is not null) throw IcebergException.Invalid("Tags do not support setting maxSnapshotAgeMs");
    }

    /// <summary>Somebody else committed since the snapshot was made: the caller makes it anew.</summary>
    static IcebergException Stale(string message) => new(IcebergErrorKind.CommitConflict, message);
}
