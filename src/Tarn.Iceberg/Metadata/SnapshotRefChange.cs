using System.Collections.Immutable;
using Tarn.Iceberg.Commits;

namespace Tarn.Iceberg.Metadata;

/// <summary>What becomes of a reference that a <see cref="SnapshotRefChange.Create"/> finds there already.</summary>
public enum ExistingRef
{
    Fail,
    Keep,
    Replace,
}

/// <summary>A change of branches and tags, as data: planned anew on the table as it is at each try of the commit. Spec: "Snapshot References".</summary>
public abstract record SnapshotRefChange
{
    private SnapshotRefChange()
    {
    }

    /// <param name="Name">The branch or tag.</param>
    /// <param name="Type">Which of the two.</param>
    /// <param name="SnapshotId">What it names; null for the current snapshot.</param>
    public sealed record Create(string Name, SnapshotRefType Type, long? SnapshotId) : SnapshotRefChange
    {
        public ExistingRef Existing { get; init; }

        public int? MinSnapshotsToKeep { get; init; }

        public long? MaxSnapshotAgeMs { get; init; }

        public long? MaxRefAgeMs { get; init; }
    }

    /// <summary>As <see cref="Create"/>, but of a reference that must exist; what is not given of its retention stays.</summary>
    public sealed record Replace(string Name, SnapshotRefType Type, long? SnapshotId) : SnapshotRefChange
    {
        public int? MinSnapshotsToKeep { get; init; }

        public long? MaxSnapshotAgeMs { get; init; }

        public long? MaxRefAgeMs { get; init; }
    }

    public sealed record Drop(string Name, SnapshotRefType Type, bool IfExists) : SnapshotRefChange;

    /// <summary>Moves a branch (created where it is missing) to the snapshot of another reference, which must descend from its own.</summary>
    public sealed record FastForward(string Branch, string To) : SnapshotRefChange;

    /// <summary>Moves main to any snapshot.</summary>
    public sealed record SetCurrent(long SnapshotId) : SnapshotRefChange;

    /// <summary>Moves main back to one of its ancestors.</summary>
    public sealed record RollbackTo(long SnapshotId) : SnapshotRefChange;

    /// <summary>Moves main back to its newest ancestor before an instant.</summary>
    public sealed record RollbackToTime(DateTimeOffset Instant) : SnapshotRefChange;

    /// <summary>What to commit; nothing where it is so already.</summary>
    /// <exception cref="IcebergException">The change does not fit the table.</exception>
    public ImmutableArray<TableUpdate> Plan(TableMetadata metadata) => this switch
    {
        Create create => Planned(metadata, create),
        Replace replace => Set(metadata, replace.Name, Replaced(metadata, replace)),
        Drop drop => Planned(metadata, drop),
        FastForward forward => Planned(metadata, forward),
        SetCurrent set => Main(metadata, set.SnapshotId, isRollback: false),
        RollbackTo back => Main(metadata, back.SnapshotId, isRollback: true),
        RollbackToTime time => Main(metadata, Before(metadata, time.Instant).SnapshotId, isRollback: true),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static ImmutableArray<TableUpdate> Planned(TableMetadata metadata, Create create)
    {
        if (metadata.Refs.ContainsKey(create.Name))
        {
            if (create.Existing == ExistingRef.Keep) return [];
            if (create.Existing == ExistingRef.Fail) throw new IcebergException(IcebergErrorKind.AlreadyExists, $"Ref {create.Name} already exists");
            return new Replace(create.Name, create.Type, create.SnapshotId)
            {
                MinSnapshotsToKeep = create.MinSnapshotsToKeep, MaxSnapshotAgeMs = create.MaxSnapshotAgeMs, MaxRefAgeMs = create.MaxRefAgeMs,
            }.Plan(metadata);
        }
        return Set(metadata, create.Name, new SnapshotRef(Target(metadata, create.Name, create.SnapshotId), create.Type)
        {
            MinSnapshotsToKeep = create.MinSnapshotsToKeep, MaxSnapshotAgeMs = create.MaxSnapshotAgeMs, MaxRefAgeMs = create.MaxRefAgeMs,
        });
    }

    static SnapshotRef Replaced(TableMetadata metadata, Replace replace)
    {
        var known = Known(metadata, replace.Name, replace.Type);
        return known with
        {
            SnapshotId = Target(metadata, replace.Name, replace.SnapshotId),
            MinSnapshotsToKeep = replace.MinSnapshotsToKeep ?? known.MinSnapshotsToKeep,
            MaxSnapshotAgeMs = replace.MaxSnapshotAgeMs ?? known.MaxSnapshotAgeMs,
            MaxRefAgeMs = replace.MaxRefAgeMs ?? known.MaxRefAgeMs,
        };
    }

    static ImmutableArray<TableUpdate> Planned(TableMetadata metadata, Drop drop)
    {
        if (drop.IfExists && !metadata.Refs.ContainsKey(drop.Name)) return [];
        if (drop.Name == SnapshotRef.MainBranch) throw IcebergException.Invalid("Cannot remove main branch");
        _ = Known(metadata, drop.Name, drop.Type);
        return [new TableUpdate.RemoveSnapshotRef(drop.Name)];
    }

    static ImmutableArray<TableUpdate> Planned(TableMetadata metadata, FastForward forward)
    {
        var to = metadata.Refs.GetValueOrDefault(forward.To) ?? throw NotFound($"Ref does not exist: {forward.To}");
        if (!metadata.Refs.TryGetValue(forward.Branch, out var branch)) return Set(metadata, forward.Branch, SnapshotRef.Branch(to.SnapshotId));
        if (branch.Type == SnapshotRefType.Tag) throw IcebergException.Invalid($"Ref {forward.Branch} is a tag not a branch");
        return metadata.AncestorsOf(to.SnapshotId).Any(snapshot => snapshot.SnapshotId == branch.SnapshotId)
            ? Set(metadata, forward.Branch, branch with { SnapshotId = to.SnapshotId })
            : throw IcebergException.Invalid($"Cannot fast-forward: {forward.Branch} is not an ancestor of {forward.To}");
    }

    static ImmutableArray<TableUpdate> Main(TableMetadata metadata, long snapshotId, bool isRollback)
    {
        if (metadata.SnapshotById(snapshotId) is null) throw NotFound($"Cannot roll back to unknown snapshot id: {snapshotId}");
        if (isRollback && (metadata.CurrentSnapshotId is not { } current || metadata.AncestorsOf(current).All(snapshot => snapshot.SnapshotId != snapshotId)))
            throw IcebergException.Invalid($"Cannot roll back to snapshot, not an ancestor of the current state: {snapshotId}");
        var main = metadata.Refs.GetValueOrDefault(SnapshotRef.MainBranch);
        return Set(metadata, SnapshotRef.MainBranch, main is null ? SnapshotRef.Branch(snapshotId) : main with { SnapshotId = snapshotId });
    }

    static Snapshot Before(TableMetadata metadata, DateTimeOffset instant)
    {
        var ancestors = metadata.CurrentSnapshotId is { } id ? metadata.AncestorsOf(id) : [];
        return ancestors.FirstOrDefault(snapshot => snapshot.TimestampMs < instant.ToUnixTimeMilliseconds())
            ?? throw NotFound($"Cannot roll back, no valid snapshot older than: {instant.ToUnixTimeMilliseconds()}");
    }

    static SnapshotRef Known(TableMetadata metadata, string name, SnapshotRefType type)
    {
        var (word, other) = type == SnapshotRefType.Branch ? ("Branch", "a tag not a branch") : ("Tag", "a branch not a tag");
        var found = metadata.Refs.GetValueOrDefault(name) ?? throw NotFound($"{word} does not exist: {name}");
        return found.Type == type ? found : throw IcebergException.Invalid($"Ref {name} is {other}");
    }

    static long Target(TableMetadata metadata, string name, long? snapshotId)
    {
        if ((snapshotId ?? metadata.CurrentSnapshotId) is not { } id) throw IcebergException.Invalid($"Cannot point {name} to the current snapshot: main has no snapshot");
        return metadata.SnapshotById(id) is not null ? id : throw NotFound($"Cannot set {name} to unknown snapshot: {id}");
    }

    static ImmutableArray<TableUpdate> Set(TableMetadata metadata, string name, SnapshotRef reference) =>
        metadata.Refs.GetValueOrDefault(name) == reference ? [] : [new TableUpdate.SetSnapshotRef(name, reference)];

    static IcebergException NotFound(string message) => new(IcebergErrorKind.NoSuchSnapshot, message);
}
