using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tarn.Iceberg.Catalogs;

namespace Tarn.Server.Catalog;

/// <summary>All names of the catalog at some moment, with the metadata behind them. Immutable.</summary>
/// <remarks>A copy with another <see cref="AsOf"/> says that nothing changed until then, and shares what is derived; other names are another state.</remarks>
sealed record CatalogState(DateTimeOffset AsOf, ImmutableArray<Namespace> Namespaces, ImmutableArray<KnownTable> Tables)
{
    readonly StrongBox<CatalogNames?> _names = new();

    public static CatalogState Nothing { get; } = new(default, [], []);

    /// <summary>The names prepared for finding.</summary>
    public CatalogNames Names => _names.Value ??= new CatalogNames(this);
}
