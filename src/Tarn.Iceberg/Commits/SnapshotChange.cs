using System.Collections.Immutable;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Commits;

/// <summary>What a commit does to a table's files: data, which <see cref="SnapshotCommit"/> carries out.</summary>
public sealed record SnapshotChange
{
    public ImmutableArray<DataFile> AddedDataFiles { get; init; } = [];

    /// <summary>Delete files and deletion vectors. A vector replaces the one that its data file has, which must be among <see cref="RemovedDeletes"/>.</summary>
    public ImmutableArray<DataFile> AddedDeletes { get; init; } = [];

    /// <summary>Data files to take out; each must be in the table. Their deletion vectors go with them.</summary>
    public ImmutableArray<DataFile> RemovedDataFiles { get; init; } = [];

    public ImmutableArray<DataFile> RemovedDeletes { get; init; } = [];

    /// <summary>Take out every data file all of whose rows match. One that matches only in part is an error: its rows must be rewritten.</summary>
    public Expression? RemoveWhere { get; init; }

    /// <summary>Take out all data files of the partitions that get new ones; with an unpartitioned spec, all of the table (as the reference does).</summary>
    public bool ReplacesPartitions { get; init; }

    /// <summary><see cref="SnapshotOperation.Replace"/> for a change that leaves the rows as they are; null lets the change decide.</summary>
    public string? Operation { get; init; }

    /// <summary>The age of the added data files where they replace older ones; null for this commit's.</summary>
    public long? DataSequenceNumber { get; init; }

    /// <summary>A branch; one that does not exist yet begins at the current snapshot.</summary>
    public string Branch { get; init; } = SnapshotRef.MainBranch;

    /// <summary>The caller's own entries in the snapshot's summary.</summary>
    public ImmutableSortedDictionary<string, string> SummaryProperties { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Adds the snapshot to the table without moving any branch to it: nobody reads it until it is published (<see cref="CherryPick"/>).</summary>
    public bool Staged { get; init; }

    /// <summary>Throws at each try where the table is no longer one that the change is for.</summary>
    public Action<TableMetadata>? Precondition { get; init; }

    /// <summary>Null for a change that cannot conflict, as an append.</summary>
    public ConflictChecks? Checks { get; init; }

    /// <summary>Merge small manifests by the table's <c>commit.manifest…</c> properties; without, an append writes one manifest and touches none.</summary>
    public bool MergesManifests { get; init; } = true;

    public static SnapshotChange Append(params IEnumerable<DataFile> files) => new() { AddedDataFiles = [.. files] };

    /// <summary>Removes files and adds others: copy-on-write.</summary>
    public static SnapshotChange Overwrite(IEnumerable<DataFile> removed, IEnumerable<DataFile> added, ConflictChecks? checks) =>
        new() { RemovedDataFiles = [.. removed], AddedDataFiles = [.. added], Checks = checks };

    /// <summary>Replaces all rows that match by the rows of the added files.</summary>
    public static SnapshotChange OverwriteWhere(Expression filter, IEnumerable<DataFile> added, ConflictChecks? checks = null) =>
        new() { RemoveWhere = filter, AddedDataFiles = [.. added], Checks = checks };

    /// <summary>Dynamic overwrite: replaces the partitions of the added files.</summary>
    public static SnapshotChange ReplacePartitions(IEnumerable<DataFile> added, ConflictChecks? checks = null) =>
        new() { ReplacesPartitions = true, AddedDataFiles = [.. added], Checks = checks };

    public static SnapshotChange Delete(Expression filter) => new() { RemoveWhere = filter };

    internal bool RemovesData => RemovedDataFiles.Length > 0 || RemoveWhere is not null || ReplacesPartitions;

    internal string OperationWhen(bool removedData)
    {
        if (Operation is not null) return Operation;
        if (ReplacesPartitions) return SnapshotOperation.Overwrite;
        var adds = AddedDataFiles.Length > 0;
        if (adds && !removedData && AddedDeletes.IsEmpty) return RemovesData ? SnapshotOperation.Overwrite : SnapshotOperation.Append;
        return adds ? SnapshotOperation.Overwrite : SnapshotOperation.Delete;
    }
}
