using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Storage;

namespace Tarn.Operate.Doctor;

/// <summary>Does every file of the warehouse belong to a table, and is every file of a table there?</summary>
/// <param name="catalog">Whose tables.</param>
/// <param name="store">Where their files are.</param>
/// <param name="warehouse">The location below which tables are written.</param>
/// <param name="grace">Younger files may belong to a commit that is under way.</param>
/// <param name="time">For the age of files.</param>
public sealed class WarehouseFilesCheck(ICatalog catalog, IObjectStore store, string warehouse, TimeSpan grace, TimeProvider time) : ICheck
{
    public static TimeSpan DefaultGrace { get; } = TimeSpan.FromHours(1);

    public string Id => "warehouse-files";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        // Files first, tables second: what is committed in between is then both listed and referred to, or checked once more.
        var files = await ListAsync(cancellationToken).ConfigureAwait(false);
        var referenced = new ReferencedFiles(store);
        await foreach (var table in TablesAsync(referenced, cancellationToken).ConfigureAwait(false))
            await referenced.AddAsync(table, cancellationToken).ConfigureAwait(false);
        var ofViews = await ViewFoldersAsync(cancellationToken).ConfigureAwait(false);
        var missing = await MissingAsync(files, referenced, cancellationToken).ConfigureAwait(false);
        // With a table that cannot be read, its files look like nobody's: naming them as orphans would invite a disaster.
        var isIncomplete = referenced.Unreadable.Count > 0;
        var unreferenced = isIncomplete ? [] : Unreferenced(files.Values, referenced, ofViews);
        var youngest = time.GetUtcNow() - grace;
        var young = unreferenced.Where(file => file.LastModified > youngest).ToList();
        return [Missing(missing, referenced), Orphans([.. unreferenced.Except(young)], isIncomplete), .. young.Count > 0 ? [Young(young)] : Array.Empty<Finding>()];
    }

    async Task<Dictionary<string, ObjectInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, ObjectInfo>(StringComparer.Ordinal);
        await foreach (var file in store.ListAsync(warehouse.TrimEnd('/') + "/", cancellationToken).ConfigureAwait(false))
            files[Location.Normalize(file.Location)] = file;
        return files;
    }

    async IAsyncEnumerable<Table> TablesAsync(
        ReferencedFiles referenced, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var identifier in CatalogWalk.TablesAsync(catalog, cancellationToken).ConfigureAwait(false))
        {
            Table? table = null;
            try
            {
                table = await catalog.LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
            }
            catch (IcebergException e) when (e.Kind != IcebergErrorKind.NoSuchTable)
            {
                referenced.Unreadable.Add($"{identifier}: {e.Message}");
            }
            catch (IcebergException)
            {
                // Dropped since it was listed: its files are nobody's now.
            }
            if (table is not null) yield return table;
        }
    }

    /// <summary>A view's former metadata files belong to it; nothing lists them.</summary>
    async Task<List<Location>> ViewFoldersAsync(CancellationToken cancellationToken)
    {
        var folders = new List<Location>();
        await foreach (var identifier in CatalogWalk.ViewsAsync(catalog, cancellationToken).ConfigureAwait(false))
            folders.Add(Location.Parse((await catalog.LoadViewAsync(identifier, cancellationToken).ConfigureAwait(false)).Metadata.Location));
        return folders;
    }

    async Task<List<string>> MissingAsync(Dictionary<string, ObjectInfo> files, ReferencedFiles referenced, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var (location, table) in referenced.Required.Where(entry => !files.ContainsKey(entry.Key)))
            if (await store.StatAsync(location, cancellationToken).ConfigureAwait(false) is null) missing.Add($"{location} of {table}");
        return missing;
    }

    static List<ObjectInfo> Unreferenced(IEnumerable<ObjectInfo> files, ReferencedFiles referenced, List<Location> ofViews) =>
    [
        .. files.Where(file => Location.Normalize(file.Location) is var location && !referenced.Required.ContainsKey(location) && !referenced.Known.Contains(location))
            .Where(file => !ofViews.Any(Location.Parse(file.Location).IsWithin))
            .OrderBy(file => file.Location, StringComparer.Ordinal),
    ];

    Finding Missing(List<string> missing, ReferencedFiles referenced) => (missing.Count, referenced.Unreadable.Count) switch
    {
        (0, 0) => new Finding(Id, CheckState.Ok, $"all {referenced.Required.Count} files of the tables are there", null),
        _ => new Finding(Id, CheckState.Fail, $"{missing.Count} files of tables are missing, {referenced.Unreadable.Count} could not be looked into",
            "Restore them from a backup, or roll the table back to a snapshot that does not need them.") { Details = [.. missing, .. referenced.Unreadable] },
    };

    Finding Orphans(List<ObjectInfo> orphans, bool isIncomplete) => (orphans.Count, isIncomplete) switch
    {
        (_, true) => new Finding(Id, CheckState.Warn, "orphan files were not looked for, because some tables are not readable", "Mend the tables first."),
        (0, _) => new Finding(Id, CheckState.Ok, "no orphan files", null),
        _ => new Finding(Id, CheckState.Warn, $"{orphans.Count} orphan files hold {FileSizes.Text(orphans.Sum(file => file.Length))}",
            "No snapshot refers to them; interrupted writes and dropped tables leave such files. They may be removed.")
        {
            Details = [.. orphans.Select(Named)],
        },
    };

    Finding Young(List<ObjectInfo> files) => new(Id, CheckState.Ok, $"{files.Count} files younger than {grace.TotalMinutes:0} minutes are in no snapshot yet",
        "Writes that are under way make such files. Leave them; what an interrupted write left is named as an orphan when it is older.")
    {
        Details = [.. files.Select(Named)],
    };

    static string Named(ObjectInfo file) => $"{file.Location} ({FileSizes.Text(file.Length)})";
}
