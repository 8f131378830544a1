using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;

namespace Tarn.Cli.Prompt;

/// <summary>Names that the prompt can complete.</summary>
/// <param name="Tables">Tables and views as <c>ns.table</c>.</param>
/// <param name="Columns">Columns by table.</param>
sealed record CatalogNames(ImmutableArray<string> Tables, ImmutableDictionary<string, ImmutableArray<string>> Columns)
{
    /// <summary>More tables than this complete by name only: reading each one's columns would make the prompt wait.</summary>
    const int MaxTablesWithColumns = 200;

    public static async Task<CatalogNames> LoadAsync(ICatalog catalog, CancellationToken cancellationToken)
    {
        var tables = new List<TableIdentifier>();
        var views = new List<string>();
        await foreach (var ns in CatalogWalk.NamespacesAsync(catalog, cancellationToken).ConfigureAwait(false))
        {
            tables.AddRange(await catalog.ListTablesAsync(ns, cancellationToken).ConfigureAwait(false));
            views.AddRange((await catalog.ListViewsAsync(ns, cancellationToken).ConfigureAwait(false)).Select(v => v.ToString()));
        }

        var columns = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in tables.Take(MaxTablesWithColumns))
            columns[table.ToString()] = await ColumnsAsync(catalog, table, cancellationToken).ConfigureAwait(false);
        return new CatalogNames([.. tables.Select(t => t.ToString()).Concat(views).Order(StringComparer.Ordinal)], columns.ToImmutable());
    }

    static async Task<ImmutableArray<string>> ColumnsAsync(ICatalog catalog, TableIdentifier identifier, CancellationToken cancellationToken)
    {
        try
        {
            var table = await catalog.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
            return [.. table.Metadata.Schema.Fields.Select(f => f.Name)];
        }
        catch (Iceberg.IcebergException)
        {
            // A table that cannot be read completes by name; the statement that uses it gets the error.
            return [];
        }
    }
}
