namespace Tarn.Iceberg.Commits;

/// <summary>What must be true of a table for a commit to happen, in the words of the REST catalog specification.</summary>
public abstract record TableRequirement
{
    private TableRequirement()
    {
    }

    /// <summary>The table must not exist.</summary>
    public sealed record AssertCreate : TableRequirement;

    public sealed record AssertTableUuid(Guid Uuid) : TableRequirement;

    /// <summary>The branch or tag must be at the snapshot; with null it must not exist.</summary>
    public sealed record AssertRefSnapshotId(string Ref, long? SnapshotId) : TableRequirement;

    public sealed record AssertLastAssignedFieldId(int LastAssignedFieldId) : TableRequirement;

    public sealed record AssertCurrentSchemaId(int CurrentSchemaId) : TableRequirement;

    public sealed record AssertLastAssignedPartitionId(int LastAssignedPartitionId) : TableRequirement;

    public sealed record AssertDefaultSpecId(int DefaultSpecId) : TableRequirement;

    public sealed record AssertDefaultSortOrderId(int DefaultSortOrderId) : TableRequirement;
}
