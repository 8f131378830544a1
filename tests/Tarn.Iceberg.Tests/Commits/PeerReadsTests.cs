using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Storage;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Iceberg.Commits;

public sealed class PeerReadsTests
{
    const string CountRows = """
        import sys
        from pyiceberg.table import StaticTable
        for path in sys.argv[1:]:
            table = StaticTable.from_metadata(path)
            rows = sorted(str(row) for row in table.scan().to_arrow().to_pylist())
            import hashlib
            print(len(rows), hashlib.sha256('\n'.join(rows).encode()).hexdigest())
        """;

    [SharedTheory(PythonPeer.Needs)]
    [InlineData("py_props", 2)]
    [InlineData("py_props", 3)]
    [InlineData("py_partitioned", 2)]
    public async Task PyIceberg_reads_the_same_rows_from_a_table_that_we_wrote_over_its_files(string golden, int formatVersion)
    {
        using var folder = new TemporaryFolder();
        using var expected = GoldenTables.Expected(golden);
        var source = GoldenTables.Metadata(expected);
        var store = new MemoryObjectStore();
        var files = (await new TableScan(source, store).PlanAsync(CancellationToken.None)).Tasks.Select(task => task.File).ToList();
        var catalog = new InMemoryCatalog("test", store, $"file://{folder.Path}", TimeProvider.System);
        await catalog.CreateNamespaceAsync(new Namespace("ns"), StringMaps.Empty, CancellationToken.None);
        var table = await catalog.CreateTableAsync(
            new TableCreation(new TableIdentifier("ns", "t"), source.Schema)
            {
                Spec = source.Spec,
                Properties = StringMaps.Of((TableProperties.FormatVersion, $"{formatVersion}"), ("commit.manifest.min-count-to-merge", "2")),
            },
            CancellationToken.None);
        Assert.Equal(source.Schema.Fields.Select(field => field.Id), table.Schema.Fields.Select(field => field.Id));
        Assert.Equal(source.Spec.SpecId, table.Spec.SpecId);

        // One by one, then one taken out and put back: added, existing, merged and deleted entries all occur.
        var metadata = table.Metadata;
        foreach (var file in files) metadata = await CommitAsync(catalog, SnapshotChange.Append(file));
        metadata = await CommitAsync(catalog, SnapshotChange.Overwrite([files[0]], [], null));
        metadata = await CommitAsync(catalog, SnapshotChange.Append(files[0]));
        Assert.Equal(files.Count, (await new TableScan(metadata, store) { Filter = Expression.True }.PlanAsync(CancellationToken.None)).Tasks.Length);

        await DumpAsync(store, folder);
        var location = (await catalog.LoadTableAsync(table.Identifier, CancellationToken.None)).MetadataLocation;
        var output = (await PythonPeer.RunAsync(CountRows, location, expected.RootElement.GetProperty("metadata_file").GetString()!)).Trim().Split('\n');
        Assert.Equal(output[1], output[0]);
        Assert.NotEqual("0", output[0].Split(' ')[0]);
    }

    static async Task<TableMetadata> CommitAsync(InMemoryCatalog catalog, SnapshotChange change)
    {
        var table = await catalog.LoadTableAsync(new TableIdentifier("ns", "t"), CancellationToken.None);
        return Assert.IsType<CommitOutcome.Committed>(await SnapshotCommit.RunAsync(table, change, TimeProvider.System, CancellationToken.None)).Metadata;
    }

    static async Task DumpAsync(MemoryObjectStore store, TemporaryFolder folder)
    {
        foreach (var location in store.Locations)
        {
            var path = Location.Parse(location).LocalPath;
            Assert.StartsWith(folder.Path, path, StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, (await store.ReadAsync(location, CancellationToken.None)).ToArray());
        }
    }
}
