using System.Collections.Immutable;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Sql.TimeTravel;

/// <summary>Which state of a table a time-travel clause asks for, once its expression has a value.</summary>
internal abstract record TimeTravelTarget
{
    public sealed record ById(long SnapshotId) : TimeTravelTarget;

    /// <summary>The state at an instant (micros since 1970, UTC): the last snapshot that was current then.</summary>
    public sealed record AtTime(long Micros) : TimeTravelTarget;

    public sealed record ByReference(string Name, SnapshotRefType? Type) : TimeTravelTarget;

    /// <summary>The snapshot in a table's metadata; null for the main branch of a table that has none yet.</summary>
    /// <exception cref="EngineException">There is none; the message says what there is.</exception>
    public Snapshot? Find(TableMetadata metadata, string table) => this switch
    {
        // Before its first snapshot a table has the branch main all the same.
        ByReference { Name: SnapshotRef.MainBranch, Type: not SnapshotRefType.Tag } when metadata.CurrentSnapshot is null => null,
        ById byId => metadata.SnapshotById(byId.SnapshotId)
            ?? throw NotFound($"The table {table} has no snapshot {byId.SnapshotId}. {Known(metadata)}"),
        ByReference reference => Referenced(metadata, table, reference),
        AtTime time => AtInstant(metadata, table, time.Micros),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What the table format reads for it: a branch in the table's current schema, any other state in its snapshot's.</summary>
    /// <param name="metadata">The table.</param>
    /// <param name="found">What <see cref="Find"/> gave; null for a branch without one.</param>
    public SnapshotSelector Selector(TableMetadata metadata, Snapshot? found) => this is ByReference reference && metadata.Refs.ContainsKey(reference.Name)
        ? new SnapshotSelector.ByRef(reference.Name)
        : found is null ? new SnapshotSelector.Current() : new SnapshotSelector.ById(found.SnapshotId);

    static Snapshot Referenced(TableMetadata metadata, string table, ByReference wanted)
    {
        var kind = wanted.Type switch { SnapshotRefType.Branch => "branch", SnapshotRefType.Tag => "tag", _ => "branch or tag" };
        if (metadata.Refs.TryGetValue(wanted.Name, out var reference) && (wanted.Type is null || wanted.Type == reference.Type))
            return metadata.SnapshotById(reference.SnapshotId) ?? throw NotFound($"The {kind} {wanted.Name} of {table} points to a snapshot that is gone.");
        var names = metadata.Refs.Where(r => wanted.Type is null || wanted.Type == r.Value.Type).Select(r => r.Key).ToImmutableArray();
        throw NotFound($"The table {table} has no {kind} {wanted.Name}. {(names.IsEmpty ? "It has none." : $"It has {string.Join(", ", names)}.")}");
    }

    // The log says what was current when: after a rollback, a later snapshot may not have been. Tables without a log fall back to the snapshots themselves.
    static Snapshot AtInstant(TableMetadata metadata, string table, long micros)
    {
        var log = metadata.SnapshotLog.IsEmpty
            ? [.. metadata.Snapshots.Select(s => (s.TimestampMs, s.SnapshotId))]
            : metadata.SnapshotLog.Select(e => (e.TimestampMs, e.SnapshotId)).ToImmutableArray();
        if (log.IsEmpty) throw NotFound($"The table {table} has no snapshot yet, so it has no past.");
        long? found = null;
        foreach (var (timestampMs, id) in log)
            if (timestampMs <= Math.DivRem(micros, 1000).Quotient - (micros < 0 && micros % 1000 != 0 ? 1 : 0)) found = id;
        if (found is not { } snapshotId)
        {
            throw NotFound(
                $"The table {table} had no snapshot at {TemporalText.Timestamp(micros, withZone: true)}: its first is of {TemporalText.Timestamp(log[0].TimestampMs * 1000, withZone: true)}.");
        }
        return metadata.SnapshotById(snapshotId)
            ?? throw NotFound($"The snapshot {snapshotId} that {table} had at {TemporalText.Timestamp(micros, withZone: true)} has expired.");
    }

    static string Known(TableMetadata metadata) => metadata.Snapshots.IsEmpty
        ? "It has none yet."
        : $"It has {metadata.Snapshots.Length}: {string.Join(", ", metadata.Snapshots.Take(5).Select(s => s.SnapshotId))}{(metadata.Snapshots.Length > 5 ? ", …" : "")}.";

    static EngineException NotFound(string message) => new(EngineErrorKind.NotFound, message);
}
