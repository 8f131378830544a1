using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Storage;

namespace Tarn.Operate.Doctor;

/// <summary>Does every file of the warehouse, and of the other folders of its tables, belong to a table, and is every file of a table there?</summary>
/// <param name="catalog">Whose tables.</param>
/// <param name="store">Where their files are.</param>
/// <param name="warehouse">The location below which tables are written.</param>
/// <param name="grace">Younger files may belong to a commit that is under way.</param>
/// <param name="oldestWriter">Since when the oldest job runs that may still commit what it has written; null where none runs.</param>
/// <param name="time">For the age of files.</param>
public sealed class WarehouseFilesCheck(
    ICatalog catalog, IObjectStore store, string warehouse, TimeSpan grace, Func<CancellationToken, Task<DateTimeOffset?>> oldestWriter, TimeProvider time) : ICheck
{

    public string Id => "warehouse-files";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var youngest = time.GetUtcNow() - grace;
        if (await oldestWriter(cancellationToken).ConfigureAwait(false) is { } writing && writing < youngest) youngest = writing;
        // Files first, tables second: what is committed in between is then both listed and referred to, or checked once more.
        var files = new Dictionary<string, ObjectInfo>(StringComparer.Ordinal);
        var folders = new TableFolders(warehouse);
        await foreach (var table in TablesAsync([], cancellationToken).ConfigureAwait(false)) folders.Add(table.Metadata);
        foreach (var folder in folders.All) await ListAsync(folder, files, cancellationToken).ConfigureAwait(false);
        var referenced = new ReferencedFiles(store);
        await foreach (var table in TablesAsync(referenced.Unreadable, cancellationToken).ConfigureAwait(false))
            await referenced.AddAsync(table, cancellationToken).ConfigureAwait(false);
        var views = await ViewFilesAsync(cancellationToken).ConfigureAwait(false);
        var missing = await MissingAsync(files, referenced, cancellationToken).ConfigureAwait(false);
        var aliases = await AliasesAsync(files, referenced, cancellationToken).ConfigureAwait(false);
        // With a table that cannot be read, its files look like nobody's: naming them as orphans would invite a disaster.
        var isIncomplete = referenced.Unreadable.Count > 0;
        var unreferenced = isIncomplete ? [] : Unreferenced(files.Values, referenced, views, aliases);
        var young = unreferenced.Where(file => file.LastModified > youngest).ToList();
        var old = unreferenced.Except(young).ToLookup(folders.IsOwn);
        return
        [
            Missing(missing, referenced), Orphans([.. old[true]], isIncomplete),
            .. old[false].Any() ? [Foreign([.. old[false]])] : Array.Empty<Finding>(), .. young.Count > 0 ? [Young(young)] : Array.Empty<Finding>(),
        ];
    }

    async Task ListAsync(string folder, Dictionary<string, ObjectInfo> files, CancellationToken cancellationToken)
    {
        await foreach (var file in store.ListAsync(folder, cancellationToken).ConfigureAwait(false)) files[Location.Normalize(file.Location)] = file;
    }

    async IAsyncEnumerable<Table> TablesAsync(
        List<string> unreadable, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
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
                unreadable.Add($"{identifier}: {e.Message}");
            }
            catch (IcebergException)
            {
                // Dropped since it was listed: its files are nobody's now.
            }
            if (table is not null) yield return table;
        }
    }

    async Task<List<ViewFiles>> ViewFilesAsync(CancellationToken cancellationToken)
    {
        var files = new List<ViewFiles>();
        await foreach (var identifier in CatalogWalk.ViewsAsync(catalog, cancellationToken).ConfigureAwait(false))
            files.Add(new ViewFiles(await catalog.LoadViewAsync(identifier, cancellationToken).ConfigureAwait(false)));
        return files;
    }

    async Task<List<string>> MissingAsync(Dictionary<string, ObjectInfo> files, ReferencedFiles referenced, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var (location, table) in referenced.Required.Where(entry => !files.ContainsKey(entry.Key)))
            if (!await ExistsAsync(location, cancellationToken).ConfigureAwait(false)) missing.Add($"{location} of {table}");
        return missing;
    }

    /// <summary>Names of files that are there and were not listed where tables say: another spelling or a link leads to them. A listed file of that name may be the same.</summary>
    async Task<HashSet<string>> AliasesAsync(Dictionary<string, ObjectInfo> files, ReferencedFiles referenced, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var location in referenced.Required.Keys.Concat(referenced.Known).Where(location => !files.ContainsKey(location)))
            if (await ExistsAsync(location, cancellationToken).ConfigureAwait(false)) _ = names.Add(NameOf(location));
        return names;
    }

    async Task<bool> ExistsAsync(string location, CancellationToken cancellationToken)
    {
        try
        {
            return await store.StatAsync(location, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (IcebergException)
        {
            // What may not be looked at may well be there.
            return true;
        }
    }

    static string NameOf(string location) => location[(location.LastIndexOf('/') + 1)..];

    static List<ObjectInfo> Unreferenced(IEnumerable<ObjectInfo> files, ReferencedFiles referenced, List<ViewFiles> views, HashSet<string> aliases) =>
    [
        .. files.Where(file => Location.Normalize(file.Location) is var location && !referenced.Required.ContainsKey(location) && !referenced.Known.Contains(location))
            .Where(file => !views.Any(view => view.Holds(file.Location)))
            .Where(file => !aliases.Contains(NameOf(file.Location)))
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
            "No snapshot refers to them; interrupted writes and dropped tables leave such files. They may be removed, unless a program outside (Spark, PyIceberg) is still writing them.")
        {
            Details = [.. orphans.Select(Named)],
        },
    };

    Finding Foreign(List<ObjectInfo> files) => new(Id, CheckState.Ok, $"{files.Count} files beside tables outside of the warehouse are in no snapshot of this catalog",
        "Tables were registered or placed there. Interrupted writes leave such files; leave them where another catalog has tables in the folder.")
    {
        Details = [.. files.Select(Named)],
    };

    Finding Young(List<ObjectInfo> files) => new(Id, CheckState.Ok, $"{files.Count} files younger than {grace.TotalMinutes:0} minutes, or than a job that runs, are in no snapshot yet",
        "Writes that are under way make such files. Leave them; what an interrupted write left is named as an orphan when it is older.")
    {
        Details = [.. files.Select(Named)],
    };

    static string Named(ObjectInfo file) => $"{file.Location} ({FileSizes.Text(file.Length)})";
}
