using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;

namespace Tarn.Operate.Doctor;

/// <summary>Can the present metadata of every table and view be read?</summary>
public sealed class TablesCheck(ICatalog catalog) : ICheck
{
    public string Id => "tables";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var unreadable = new List<string>();
        await foreach (var table in CatalogWalk.TablesAsync(catalog, cancellationToken).ConfigureAwait(false))
            await TryAsync(table, () => catalog.LoadTableAsync(table, cancellationToken)).ConfigureAwait(false);
        await foreach (var view in CatalogWalk.ViewsAsync(catalog, cancellationToken).ConfigureAwait(false))
            await TryAsync(view, () => catalog.LoadViewAsync(view, cancellationToken)).ConfigureAwait(false);
        return unreadable.Count == 0
            ? [new Finding(Id, CheckState.Ok, $"{count} tables and views are readable", null)]
            : [new Finding(Id, CheckState.Fail, $"{unreadable.Count} of {count} tables and views are not readable",
                "Restore the files that are named, or register an earlier metadata file of the table in its place.") { Details = [.. unreadable] }];

        async Task TryAsync(TableIdentifier identifier, Func<Task> load)
        {
            count++;
            try
            {
                await load().ConfigureAwait(false);
            }
            catch (IcebergException e) when (e.Kind is not (IcebergErrorKind.NoSuchTable or IcebergErrorKind.NoSuchView))
            {
                unreadable.Add($"{identifier}: {e.Message}");
            }
            catch (IcebergException)
            {
                // Dropped since it was listed.
                count--;
            }
        }
    }
}
