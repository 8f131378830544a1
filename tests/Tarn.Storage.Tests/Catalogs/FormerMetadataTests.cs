using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Storage.Tests.Faults;
using Tarn.Testing;

namespace Tarn.Storage.Tests.Catalogs;

/// <summary>Metadata files that fall out of a table's log are deleted where its property asks for it, and never one that anything stands on.</summary>
public sealed class FormerMetadataTests : IAsyncLifetime
{
    readonly TemporaryFolder folder = new();
    Installation installation = null!;

    public async Task InitializeAsync() => installation = await Installation.OpenAsync(folder.Path);

    public Task DisposeAsync()
    {
        installation.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }

    int[] Versions => [.. Directory.EnumerateFiles(installation.Warehouse, "*.metadata.json", SearchOption.AllDirectories).Select(file => MetadataFiles.VersionOf(file)).Order()];

    [Fact]
    public async Task They_stay_until_the_property_lets_them_go()
    {
        _ = await installation.CreateOrdersAsync();
        await SetAsync((TableProperties.MetadataPreviousVersionsMax, "2"));
        for (var i = 0; i < 3; i++) _ = await installation.AppendAsync(CancellationToken.None);
        Assert.Equal([0, 1, 2, 3, 4], Versions);
        await SetAsync((TableProperties.DeleteMetadataAfterCommit, "true"));
        // The log had 2 and 3 before; those that left it while nobody asked are not looked for.
        Assert.Equal([0, 1, 3, 4, 5], Versions);
        for (var i = 0; i < 3; i++) _ = await installation.AppendAsync(CancellationToken.None);
        Assert.Equal([0, 1, 6, 7, 8], Versions);
        var table = await installation.Catalog.LoadTableAsync(Installation.Orders, CancellationToken.None);
        Assert.Equal([6, 7], table.Metadata.MetadataLog.Select(entry => MetadataFiles.VersionOf(entry.MetadataFile)));
    }

    [Fact]
    public async Task What_another_table_stands_on_or_is_elsewhere_stays()
    {
        var created = await installation.CreateOrdersAsync();
        var other = new TableIdentifier(Installation.Orders.Namespace, "copy");
        _ = await installation.Catalog.RegisterTableAsync(other, created.MetadataLocation, overwrite: false, CancellationToken.None);
        await SetAsync((TableProperties.MetadataPreviousVersionsMax, "1"), (TableProperties.DeleteMetadataAfterCommit, "true"));
        for (var i = 0; i < 3; i++) _ = await installation.AppendAsync(CancellationToken.None);
        Assert.Equal([0, 3, 4], Versions);
        _ = await installation.Catalog.LoadTableAsync(other, CancellationToken.None);

        // A log may name any file.
        var foreign = Path.Combine(installation.Warehouse, "elsewhere", "00000-x.metadata.json");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(foreign)!);
        await File.WriteAllTextAsync(foreign, "{}");
        var table = await installation.Catalog.LoadTableAsync(Installation.Orders, CancellationToken.None);
        var edited = table.Metadata with { MetadataLog = [new MetadataLogEntry(1, $"file://{foreign}")] };
        var path = Path.Combine(new Uri(table.Location).LocalPath, "metadata", "00009-edited.metadata.json");
        await File.WriteAllBytesAsync(path, edited.ToJsonBytes());
        _ = await installation.Catalog.RegisterTableAsync(Installation.Orders, $"file://{path}", overwrite: true, CancellationToken.None);
        for (var i = 0; i < 3; i++) _ = await installation.AppendAsync(CancellationToken.None);
        Assert.True(File.Exists(foreign));
    }

    async Task SetAsync(params (string, string)[] properties) =>
        _ = Assert.IsType<CommitOutcome.Committed>(await installation.Catalog.CommitAsync(new TableCommit(Installation.Orders, [], [new TableUpdate.SetProperties(StringMaps.Of(properties))]), CancellationToken.None));
}
