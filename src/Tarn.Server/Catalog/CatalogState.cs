using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;

namespace Tarn.Server.Catalog;

/// <summary>All names of the catalog at some moment, with the metadata behind them. Immutable.</summary>
sealed record CatalogState(DateTimeOffset AsOf, ImmutableArray<Namespace> Namespaces, ImmutableArray<KnownTable> Tables)
{
    public static CatalogState Nothing { get; } = new(default, [], []);
}
