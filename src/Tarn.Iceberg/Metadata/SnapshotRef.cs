using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Metadata;

public enum SnapshotRefType
{
    Branch,
    Tag,
}

/// <summary>A branch or tag. Spec: "Snapshot References".</summary>
public sealed record SnapshotRef(long SnapshotId, SnapshotRefType Type)
{
    /// <summary>The branch that is the table's current state.</summary>
    public const string MainBranch = "main";

    /// <summary>For branches: how many snapshots expiration keeps.</summary>
    public int? MinSnapshotsToKeep { get; init; }

    /// <summary>For branches: how old a snapshot may be before it expires.</summary>
    public long? MaxSnapshotAgeMs { get; init; }

    /// <summary>How old the reference itself may be before it expires; main never does.</summary>
    public long? MaxRefAgeMs { get; init; }

    public UnknownFields Unknown { get; init; } = UnknownFields.None;

    public static SnapshotRef Branch(long snapshotId) => new(snapshotId, SnapshotRefType.Branch);

    public static SnapshotRef Tag(long snapshotId) => new(snapshotId, SnapshotRefType.Tag);
}
