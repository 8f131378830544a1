using System.Runtime.CompilerServices;

namespace Tarn.Iceberg.Catalogs;

/// <summary>Every table and view of a catalog, namespace by namespace.</summary>
public static class CatalogWalk
{
    public static async IAsyncEnumerable<Namespace> NamespacesAsync(ICatalog catalog, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiting = new Queue<Namespace>([Namespace.Root]);
        while (waiting.TryDequeue(out var parent))
            foreach (var name in await catalog.ListNamespacesAsync(parent, cancellationToken).ConfigureAwait(false))
            {
                waiting.Enqueue(name);
                yield return name;
            }
    }

    public static async IAsyncEnumerable<TableIdentifier> TablesAsync(ICatalog catalog, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var name in NamespacesAsync(catalog, cancellationToken).ConfigureAwait(false))
            foreach (var table in await catalog.ListTablesAsync(name, cancellationToken).ConfigureAwait(false))
                yield return table;
    }

    public static async IAsyncEnumerable<TableIdentifier> ViewsAsync(ICatalog catalog, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var name in NamespacesAsync(catalog, cancellationToken).ConfigureAwait(false))
            foreach (var view in await catalog.ListViewsAsync(name, cancellationToken).ConfigureAwait(false))
                yield return view;
    }
}
