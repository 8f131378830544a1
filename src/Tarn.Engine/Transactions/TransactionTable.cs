using System.Collections.Immutable;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;

namespace Tarn.Engine.Transactions;

/// <summary>One table of a transaction.</summary>
/// <param name="Base">The table as the transaction began with it.</param>
/// <param name="Now">The table as the transaction sees it: with what it wrote.</param>
internal sealed record TransactionTable(Table Base, Table Now)
{
    /// <summary>What it wrote, in order: to be carried out anew where the table moved on.</summary>
    public ImmutableArray<SnapshotChange> Changes { get; init; } = [];

    /// <summary>What it comes to on <see cref="Base"/>.</summary>
    public ImmutableArray<TableUpdate> Updates { get; init; } = [];

    /// <summary>The files that it wrote.</summary>
    public ImmutableArray<PendingWrite> Files { get; init; } = [];

    /// <summary>
    /// Whether the changes can be carried out on a later state. The second of two may hold on rows that the first put in, whose identity would be another there: only appends may follow each other.
    /// </summary>
    public bool CanMove => Changes.Length < 2 || Changes.All(c => c.Checks is null && c.RemoveWhere is null && c.RemovedDataFiles.IsEmpty && c.AddedDeletes.IsEmpty && !c.ReplacesPartitions);

    /// <summary>What the catalog is to do.</summary>
    public TableCommit Commit => new(Base.Identifier, TableRequirements.For(Base.Metadata, Updates), Updates);
}
