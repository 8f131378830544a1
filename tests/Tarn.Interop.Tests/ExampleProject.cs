using Tarn.Iceberg.Catalogs;
using Tarn.Storage.Catalogs;
using Tarn.Storage.Local;
using Tarn.Storage.State;
using Tarn.Testing;
using Tarn.Testing.Programs;

namespace Tarn.Interop.Tests;

/// <summary>The example, synced and built twice by the built program, so that its tables have snapshots that add, replace and rewrite; and Tarn's own rows of each table as Arrow files.</summary>
public sealed class ExampleProject : IAsyncLifetime
{
    readonly TemporaryFolder folder = new();

    /// <summary>Each table's present metadata file, by name.</summary>
    public SortedDictionary<string, string> Tables { get; } = new(StringComparer.Ordinal);

    public string Folder => folder.Path;

    string Root => folder.File("shop");

    /// <summary>Where Tarn's rows of a table are.</summary>
    public string RowsOf(string table) => folder.File($"{table}.arrow");

    public async Task InitializeAsync()
    {
        if (!File.Exists(TarnProgram.Path)) return;
        Directory.CreateDirectory(Root);
        (await new RunningProgram(new System.Diagnostics.ProcessStartInfo(TarnProgram.Path, ["init", Root, "--example", "shop"])).CompleteAsync()).Demand();
        await BuildAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "data", "later")))
            File.Move(file, Path.Combine(Root, "data", Path.GetFileName(file).Split('-')[0], Path.GetFileName(file)));
        await BuildAsync();

        using (var state = await StateDatabase.OpenAsync(Path.Combine(Root, ".tarn", "state.db"), CancellationToken.None))
        {
            var warehouse = Path.Combine(Root, "warehouse");
            var catalog = new SqliteCatalog("tarn", state, new LocalObjectStore(new AllowedLocations(warehouse, [])), $"file://{warehouse}", TimeProvider.System);
            await foreach (var table in CatalogWalk.TablesAsync(catalog, CancellationToken.None))
                Tables[table.ToString()] = (await catalog.LoadTableAsync(table, CancellationToken.None)).MetadataLocation["file://".Length..];
        }

        foreach (var table in Tables.Keys)
            (await TarnProgram.RunAsync(Root, "sql", $"select * from {table}", "--format", "arrow", "-o", RowsOf(table))).Demand();
    }

    public Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    async Task BuildAsync()
    {
        (await TarnProgram.RunAsync(Root, "sync")).Demand();
        (await TarnProgram.RunAsync(Root, "dbt", "build")).Demand();
    }
}
