using System.Collections.Immutable;
using System.Globalization;

namespace Tarn.Iceberg.Metadata;

/// <summary>Which state of a table is meant: a closed set of records.</summary>
public abstract record SnapshotSelector
{
    private SnapshotSelector()
    {
    }

    /// <summary>The current snapshot of main.</summary>
    public sealed record Current : SnapshotSelector;

    public sealed record ById(long SnapshotId) : SnapshotSelector;

    /// <summary>The snapshot that was current on main at the instant (inclusive).</summary>
    public sealed record AsOf(DateTimeOffset Instant) : SnapshotSelector;

    /// <summary>The snapshot of a branch or tag.</summary>
    public sealed record ByRef(string Name) : SnapshotSelector;
}

/// <summary>Finds snapshots in table metadata. Spec: Appendix F, "Point in Time Reads (Time Travel)".</summary>
public static class SnapshotSelection
{
    /// <summary>The selected snapshot; null only for <see cref="SnapshotSelector.Current"/> of a table that has none, which reads as empty.</summary>
    /// <exception cref="IcebergException">Of kind <see cref="IcebergErrorKind.NoSuchSnapshot"/>; the message says what there is.</exception>
    public static Snapshot? Select(this TableMetadata metadata, SnapshotSelector selector) => selector switch
    {
        SnapshotSelector.ById byId => metadata.SnapshotById(byId.SnapshotId) ?? throw NotFound($"Cannot find snapshot with ID {byId.SnapshotId}"),
        SnapshotSelector.AsOf asOf => metadata.SnapshotAsOf(asOf.Instant),
        SnapshotSelector.ByRef byRef => metadata.SnapshotOfRef(byRef.Name),
        _ => metadata.CurrentSnapshot,
    };

    /// <summary>The schema to read the selection in: the snapshot's own, but a branch reads in the table's current one.</summary>
    public static Schemas.Schema SchemaFor(this TableMetadata metadata, SnapshotSelector selector) => selector switch
    {
        SnapshotSelector.Current => metadata.Schema,
        SnapshotSelector.ByRef { Name: var name } when metadata.Refs.GetValueOrDefault(name)?.Type == SnapshotRefType.Branch => metadata.Schema,
        _ => metadata.Select(selector) is { } snapshot ? metadata.SchemaOf(snapshot) : metadata.Schema,
    };

    /// <summary>By the snapshot log, not by parents: a rolled-back snapshot was current in its time.</summary>
    public static Snapshot SnapshotAsOf(this TableMetadata metadata, DateTimeOffset instant)
    {
        var timestampMs = instant.ToUnixTimeMilliseconds();
        SnapshotLogEntry? found = null;
        foreach (var entry in metadata.SnapshotLog)
            if (entry.TimestampMs <= timestampMs) found = entry;
        if (found is null)
        {
            var first = metadata.SnapshotLog.FirstOrDefault() is { } entry ? $"the history begins at {Text(entry.TimestampMs)}" : "the table has no history";
            throw NotFound($"Cannot find a snapshot older than {Text(timestampMs)}: {first}");
        }
        return metadata.SnapshotById(found.SnapshotId)
            ?? throw NotFound($"The snapshot {found.SnapshotId} that was current at {Text(timestampMs)} has been expired");
    }

    public static Snapshot SnapshotOfRef(this TableMetadata metadata, string name)
    {
        if (metadata.Refs.TryGetValue(name, out var reference))
            return metadata.SnapshotById(reference.SnapshotId) ?? throw NotFound($"The snapshot {reference.SnapshotId} of reference {name} does not exist");
        var known = metadata.Refs.IsEmpty ? "the table has no branches or tags" : $"there are: {string.Join(", ", metadata.Refs.Keys)}";
        throw NotFound($"Cannot find a branch or tag named {name}; {known}");
    }

    /// <summary>A snapshot and its ancestors, newest first, as far as they have not been expired.</summary>
    public static IEnumerable<Snapshot> AncestorsOf(this TableMetadata metadata, long snapshotId)
    {
        var byId = metadata.Snapshots.ToDictionary(snapshot => snapshot.SnapshotId);
        for (var next = byId.GetValueOrDefault(snapshotId); next is not null; next = Parent(next, byId)) yield return next;
    }

    /// <summary>The snapshots after one and up to another and with it, oldest first. The one itself may have expired: then its child still names it.</summary>
    /// <param name="metadata">The table.</param>
    /// <param name="after">Null for all that the table remembers.</param>
    /// <param name="to">The last.</param>
    /// <exception cref="IcebergException">The one does not come from the other, or the last is not there.</exception>
    public static ImmutableArray<Snapshot> Between(this TableMetadata metadata, long? after, long to)
    {
        if (metadata.SnapshotById(to) is null) throw NotFound($"Cannot find the end snapshot: {to}");
        var chain = metadata.AncestorsOf(to).TakeWhile(snapshot => snapshot.SnapshotId != after).ToList();
        if (after is { } start && start != to && chain[^1].ParentSnapshotId != start)
            throw IcebergException.Invalid($"Starting snapshot (exclusive) {start} is not a parent ancestor of end snapshot {to}");
        chain.Reverse();
        return [.. chain];
    }

    static Snapshot? Parent(Snapshot snapshot, Dictionary<long, Snapshot> byId) =>
        snapshot.ParentSnapshotId is { } parent && byId.Remove(snapshot.SnapshotId) ? byId.GetValueOrDefault(parent) : null;

    static string Text(long timestampMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timestampMs).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff+00:00", CultureInfo.InvariantCulture);

    static IcebergException NotFound(string message) => new(IcebergErrorKind.NoSuchSnapshot, message);
}
