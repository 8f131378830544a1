using System.Collections.Immutable;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Metadata;

namespace Tarn.Iceberg.Partitioning;

/// <summary>Changes of how a table is partitioned, as data: planned anew on the table as it is at each try of the commit. Files that are there stay as they are.</summary>
public sealed record PartitionSpecUpdate(params ImmutableArray<PartitionChange> Changes)
{
    public bool CaseSensitive { get; init; } = true;

    /// <summary>What to commit; nothing where the table is partitioned so already.</summary>
    /// <exception cref="IcebergException">A change does not fit the table.</exception>
    public ImmutableArray<TableUpdate> Plan(TableMetadata metadata)
    {
        var spec = Apply(metadata);
        return spec.IsCompatibleWith(metadata.Spec) ? [] : [new TableUpdate.AddSpec(spec), new TableUpdate.SetDefaultSpec(TableUpdate.LastAdded)];
    }

    /// <summary>The spec afterwards.</summary>
    public PartitionSpec Apply(TableMetadata metadata)
    {
        var evolution = new PartitionEvolution(metadata, CaseSensitive);
        foreach (var change in Changes) evolution.Apply(change);
        return evolution.Build();
    }
}
