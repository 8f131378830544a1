using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Schemas;

namespace Tarn.Iceberg.Views;

/// <summary>A view as it was when it was loaded.</summary>
public sealed record View(TableIdentifier Identifier, ViewMetadata Metadata, string MetadataLocation)
{
    public override string ToString() => Identifier.ToString();
}

/// <summary>A view to be created. The version's id, schema id and time are given by the catalog.</summary>
public sealed record ViewCreation(TableIdentifier Identifier, Schema Schema, ViewVersion Version)
{
    /// <summary>The view's root folder; null for the catalog's choice.</summary>
    public string? Location { get; init; }

    public ImmutableSortedDictionary<string, string> Properties { get; init; } = StringMaps.Empty;
}

/// <summary>A change of one view: what must be true of it, and what becomes of it.</summary>
public sealed record ViewCommit(TableIdentifier Identifier, ImmutableArray<ViewRequirement> Requirements, ImmutableArray<ViewUpdate> Updates);
