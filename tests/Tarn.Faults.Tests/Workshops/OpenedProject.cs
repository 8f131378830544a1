using System.Globalization;
using Tarn.Cli.Composition;
using Tarn.Engine;
using Tarn.Engine.Results;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;
using Tarn.Storage.Local;

namespace Tarn.Faults.Tests.Workshops;

/// <summary>A project folder looked at from the test's own process, as a further process of the installation.</summary>
sealed class OpenedProject(ProjectHost host) : IAsyncDisposable
{
    readonly Session session = host.Lakehouse.OpenSession(ProjectHost.Principal);

    public ProjectHost Host => host;

    public static async Task<OpenedProject> OpenAsync(string root) => new(await ProjectHost.OpenAsync(root, CancellationToken.None));

    /// <summary>Reads all of a table; null where there is none.</summary>
    public async Task<RowSum?> SumAsync(string table)
    {
        try
        {
            var rows = await RowsAsync($"select count(*), coalesce({WorkshopFiles.SumOf[table]}, 0) from {table}");
            return new RowSum(Number(rows[0][0]), Number(rows[0][1]));
        }
        catch (EngineException e) when (e.Kind == EngineErrorKind.NotFound)
        {
            return null;
        }
    }

    public async Task<List<object?[]>> RowsAsync(string sql)
    {
        await using var result = await session.ExecuteAsync(sql, CancellationToken.None);
        var rows = new List<object?[]>();
        await foreach (var batch in result.Batches)
            for (var row = 0; row < batch.RowCount; row++) rows.Add([.. Enumerable.Range(0, batch.Schema.Columns.Length).Select(c => ColumnValue.Read(batch.Column(c), row))]);
        return rows;
    }

    /// <summary>Every snapshot of every table can be read to its last file. Gives all files that belong to tables and views.</summary>
    public async Task<HashSet<string>> ReachableFilesAsync()
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var identifier in CatalogWalk.TablesAsync(host.Catalog, CancellationToken.None))
        {
            var table = await host.Catalog.LoadTableAsync(identifier, CancellationToken.None);
            files.Add(table.MetadataLocation);
            files.UnionWith(table.Metadata.MetadataLog.Select(l => l.MetadataFile));
            foreach (var snapshot in table.Metadata.Snapshots)
            {
                files.Add(snapshot.ManifestList!);
                files.UnionWith(snapshot.Summary.Where(s => s.Key == "tarn.source.position-file").Select(s => s.Value));
                foreach (var manifest in await SnapshotManifests.ReadAsync(table.Store, snapshot, CancellationToken.None))
                {
                    files.Add(manifest.ManifestPath);
                    var content = await table.Store.ReadAsync(manifest.ManifestPath, CancellationToken.None);
                    foreach (var entry in ManifestReader.Open(content, manifest, table.Metadata.SpecById(manifest.PartitionSpecId)!.PartitionType(table.Schema)).LiveEntries())
                    {
                        files.Add(entry.File.FilePath);
                        Assert.Equal(entry.File.FileSizeInBytes, (await table.Store.StatAsync(entry.File.FilePath, CancellationToken.None))?.Length);
                    }
                }
            }
        }

        await foreach (var identifier in CatalogWalk.ViewsAsync(host.Catalog, CancellationToken.None))
        {
            var view = await host.Catalog.LoadViewAsync(identifier, CancellationToken.None);
            // Nothing lists a view's former metadata; what a killed process had not finished is none of it.
            await foreach (var file in host.Store.ListAsync(view.Metadata.Location + "/", CancellationToken.None))
                if (!file.Location.EndsWith(LocalObjectStore.UnfinishedSuffix, StringComparison.Ordinal)) files.Add(file.Location);
        }

        return [.. files.Select(f => Location.Parse(f).LocalPath)];
    }

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await host.DisposeAsync();
    }

    static long Number(object? value) => long.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture);
}
