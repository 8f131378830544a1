using System.Collections.Immutable;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;

namespace Tarn.Iceberg.Catalogs;

/// <summary>A table to be created. Field ids of schema, spec and order may be any that fit each other: the table gets its own.</summary>
/// <remarks>The property <c>format-version</c> chooses the version (2 where there is none) and is not kept as a property.</remarks>
public sealed record TableCreation(TableIdentifier Identifier, Schema Schema)
{
    public PartitionSpec Spec { get; init; } = PartitionSpec.Unpartitioned;

    public SortOrder SortOrder { get; init; } = SortOrder.Unsorted;

    /// <summary>The table's root folder; null for the catalog's choice.</summary>
    public string? Location { get; init; }

    public ImmutableSortedDictionary<string, string> Properties { get; init; } = StringMaps.Empty;
}
