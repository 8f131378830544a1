using System.Collections.Immutable;

namespace Tarn.Iceberg.Catalogs;

/// <summary>All names of a catalog at one instant.</summary>
/// <param name="Namespaces">Parents before their children.</param>
/// <param name="Pointers">Tables and views, by namespace and name.</param>
public sealed record CatalogListing(ImmutableArray<Namespace> Namespaces, ImmutableArray<CatalogPointer> Pointers);
