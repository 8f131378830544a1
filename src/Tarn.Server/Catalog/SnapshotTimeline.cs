using System.Globalization;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Metadata;

namespace Tarn.Server.Catalog;

/// <summary>A table's snapshots in order of time, each on the line of its branch.</summary>
static class SnapshotTimeline
{
    /// <summary>A page of the timeline.</summary>
    /// <param name="metadata">The table's.</param>
    /// <param name="asOf">When it was read.</param>
    /// <param name="before">Only snapshots older than this one; null from the newest on.</param>
    /// <param name="limit">At most so many.</param>
    public static TimelineAnswer Of(TableMetadata metadata, DateTimeOffset asOf, long? before, int limit)
    {
        var lines = Branches(metadata);
        var ordered = metadata.Snapshots.OrderByDescending(s => s.TimestampMs).ThenByDescending(s => s.SequenceNumber).ToList();
        var from = before is { } id ? ordered.FindIndex(s => s.SnapshotId == id) + 1 : 0;
        var page = ordered.Skip(from).Take(limit).ToList();
        return new TimelineAnswer(asOf, ordered.Count, [.. metadata.Refs.Select(Reference)], [.. page.Select(s => Answer(metadata, s, lines))])
        {
            Next = from + page.Count < ordered.Count && page.Count > 0 ? Text(page[^1].SnapshotId) : null,
        };
    }

    /// <summary>One snapshot.</summary>
    public static SnapshotAnswer Answer(TableMetadata metadata, Snapshot snapshot, IReadOnlyDictionary<long, string> lines)
    {
        var rows = RowTotal.Of(metadata, snapshot);
        return new(Text(snapshot.SnapshotId), snapshot.Timestamp, snapshot.SnapshotId == metadata.CurrentSnapshotId)
        {
            Branch = lines.GetValueOrDefault(snapshot.SnapshotId),
            Parent = snapshot.ParentSnapshotId is { } parent ? Text(parent) : null,
            Operation = snapshot.Operation,
            Added = snapshot.Count("added-records"),
            Removed = snapshot.Count("deleted-records"),
            Rows = rows?.Rows,
            RowsBound = BoundWord.Of(rows),
            Files = snapshot.Count("total-data-files"),
            Bytes = snapshot.Count("total-files-size"),
            AddedFiles = snapshot.Count("added-data-files"),
            RemovedFiles = snapshot.Count("deleted-data-files"),
            Schema = snapshot.SchemaId,
            Job = snapshot.Summary.GetValueOrDefault(SessionChange.JobProperty),
        };
    }

    /// <summary>Main's ancestors stand on main; what only another branch reaches stands on that one.</summary>
    public static IReadOnlyDictionary<long, string> Branches(TableMetadata metadata)
    {
        var lines = new Dictionary<long, string>();
        var branches = metadata.Refs.Where(r => r.Value.Type == SnapshotRefType.Branch).OrderBy(r => r.Key == SnapshotRef.MainBranch ? 0 : 1).ThenBy(r => r.Key, StringComparer.Ordinal);
        foreach (var (name, reference) in branches)
            foreach (var ancestor in metadata.AncestorsOf(reference.SnapshotId))
                if (!lines.TryAdd(ancestor.SnapshotId, name)) break;
        // Metadata of version 1 may have a current snapshot and no reference to it.
        if (metadata.CurrentSnapshotId is { } current)
            foreach (var ancestor in metadata.AncestorsOf(current))
                if (!lines.TryAdd(ancestor.SnapshotId, SnapshotRef.MainBranch)) break;
        return lines;
    }

    static ReferenceAnswer Reference(KeyValuePair<string, SnapshotRef> reference) =>
        new(reference.Key, reference.Value.Type == SnapshotRefType.Tag ? "tag" : "branch", Text(reference.Value.SnapshotId));

    static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
