using System.Collections.Immutable;
using System.Diagnostics;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>Checks requirements against a table's metadata, with the reference's messages, which clients compare.</summary>
public static class TableRequirements
{
    /// <summary>The first requirement that fails, as a message; null where all hold.</summary>
    /// <param name="requirements">What must hold.</param>
    /// <param name="current">The table's metadata; null where there is no such table.</param>
    public static string? FirstFailure(IEnumerable<TableRequirement> requirements, TableMetadata? current)
    {
        foreach (var requirement in requirements)
            if (Failure(requirement, current) is { } failure) return $"Requirement failed: {failure}";
        return null;
    }

    /// <summary>What must still be so when updates that were planned on <paramref name="current"/> are committed, as the reference asks for it (UpdateRequirements).</summary>
    public static ImmutableArray<TableRequirement> For(TableMetadata current, IEnumerable<TableUpdate> updates)
    {
        var requirements = ImmutableArray.CreateBuilder<TableRequirement>();
        if (current.TableUuid is { } uuid) requirements.Add(new TableRequirement.AssertTableUuid(uuid));
        foreach (var update in updates)
            if (For(current, update) is { } requirement && !requirements.Contains(requirement)) requirements.Add(requirement);
        return requirements.ToImmutable();
    }

    static TableRequirement? For(TableMetadata current, TableUpdate update) => update switch
    {
        TableUpdate.AddSchema => new TableRequirement.AssertLastAssignedFieldId(current.LastColumnId),
        TableUpdate.SetCurrentSchema => new TableRequirement.AssertCurrentSchemaId(current.CurrentSchemaId),
        TableUpdate.AddSpec => new TableRequirement.AssertLastAssignedPartitionId(current.LastPartitionId),
        TableUpdate.SetDefaultSpec => new TableRequirement.AssertDefaultSpecId(current.DefaultSpecId),
        TableUpdate.SetDefaultSortOrder => new TableRequirement.AssertDefaultSortOrderId(current.DefaultSortOrderId),
        TableUpdate.SetSnapshotRef set => AtRef(current, set.RefName),
        TableUpdate.RemoveSnapshotRef remove => AtRef(current, remove.RefName),
        _ => null,
    };

    static TableRequirement.AssertRefSnapshotId AtRef(TableMetadata current, string name) => new(name, current.Refs.GetValueOrDefault(name)?.SnapshotId);

    static string? Failure(TableRequirement requirement, TableMetadata? current) => (requirement, current) switch
    {
        (TableRequirement.AssertCreate, null) => null,
        (TableRequirement.AssertCreate, _) => "table already exists",
        (_, null) => "table does not exist",
        (TableRequirement.AssertTableUuid wanted, _) =>
            wanted.Uuid == current.TableUuid ? null : $"UUID does not match: expected {current.TableUuid} != {wanted.Uuid}",
        (TableRequirement.AssertRefSnapshotId wanted, _) => RefFailure(wanted, current.Refs.GetValueOrDefault(wanted.Ref)),
        (TableRequirement.AssertLastAssignedFieldId wanted, _) =>
            Changed("last assigned field id", wanted.LastAssignedFieldId, current.LastColumnId),
        (TableRequirement.AssertCurrentSchemaId wanted, _) => Changed("current schema", wanted.CurrentSchemaId, current.CurrentSchemaId),
        (TableRequirement.AssertLastAssignedPartitionId wanted, _) =>
            Changed("last assigned partition id", wanted.LastAssignedPartitionId, current.LastPartitionId),
        (TableRequirement.AssertDefaultSpecId wanted, _) => Changed("default partition spec", wanted.DefaultSpecId, current.DefaultSpecId),
        (TableRequirement.AssertDefaultSortOrderId wanted, _) => Changed("default sort order", wanted.DefaultSortOrderId, current.DefaultSortOrderId),
        _ => throw new UnreachableException($"No rule for {requirement.GetType().Name}"),
    };

    static string? RefFailure(TableRequirement.AssertRefSnapshotId wanted, SnapshotRef? found)
    {
        if (found is null)
            return wanted.SnapshotId is null ? null : $"branch or tag {wanted.Ref} is missing, expected {wanted.SnapshotId}";
        var type = found.Type == SnapshotRefType.Branch ? "branch" : "tag";
        if (wanted.SnapshotId is null) return $"{type} {wanted.Ref} was created concurrently";
        return wanted.SnapshotId == found.SnapshotId ? null : $"{type} {wanted.Ref} has changed: expected id {wanted.SnapshotId} != {found.SnapshotId}";
    }

    static string? Changed(string what, int wanted, int found) => wanted == found ? null : $"{what} changed: expected id {wanted} != {found}";
}
