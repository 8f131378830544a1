using Microsoft.Data.Sqlite;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Views;
using Tarn.Storage.Tests.Faults;
using Tarn.Testing;

namespace Tarn.Storage.Tests.Catalogs;

public sealed class SqliteCatalogTests : IAsyncLifetime
{
    static readonly Namespace Shop = new("shop");
    static readonly Namespace Silver = new("shop", "silver");

    readonly TemporaryFolder folder = new();
    Installation installation = null!;

    Calls Catalog => new(installation.Catalog);

    public async Task InitializeAsync() => installation = await Installation.OpenAsync(folder.Path);

    public Task DisposeAsync()
    {
        installation.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }

    static async Task FailsAsync(IcebergErrorKind kind, Func<Task> call) => Assert.Equal(kind, (await Assert.ThrowsAsync<IcebergException>(call)).Kind);

    List<string> MetadataFiles() => Directory.Exists(installation.Warehouse)
        ? [.. Directory.EnumerateFiles(installation.Warehouse, "*", SearchOption.AllDirectories)]
        : [];

    [Fact]
    public async Task Namespaces_have_levels_and_properties()
    {
        await FailsAsync(IcebergErrorKind.NoSuchNamespace, () => Catalog.Create(Silver));
        await Catalog.Create(Shop, ("owner", "ann"));
        await Catalog.Create(Silver);
        await Catalog.Create(new Namespace("shop2"));
        await FailsAsync(IcebergErrorKind.AlreadyExists, () => Catalog.Create(Shop));
        Assert.Equal(["shop", "shop2"], await Catalog.List(Namespace.Root));
        Assert.Equal(["shop.silver"], await Catalog.List(Shop));
        await FailsAsync(IcebergErrorKind.NoSuchNamespace, () => Catalog.List(new Namespace("nowhere")));
        await installation.Catalog.UpdateNamespaceAsync(Shop, new Dictionary<string, string> { ["zone"] = "silver" }, ["owner"], CancellationToken.None);
        Assert.Equal(StringMaps.Of(("zone", "silver")), await installation.Catalog.LoadNamespaceAsync(Shop, CancellationToken.None));
        Assert.Null(await installation.Catalog.LoadNamespaceAsync(new Namespace("nowhere"), CancellationToken.None));
        await FailsAsync(IcebergErrorKind.NamespaceNotEmpty, () => Catalog.Drop(Shop));
        Assert.True(await Catalog.Drop(Silver));
        Assert.True(await Catalog.Drop(Shop));
        Assert.False(await Catalog.Drop(Shop));
    }

    [Fact]
    public async Task Lists_every_name_with_the_file_behind_it_at_one_instant()
    {
        var created = await installation.CreateOrdersAsync();
        await Catalog.Create(Shop);
        await Catalog.Create(Silver);
        var listing = await installation.Catalog.ListAllAsync(CancellationToken.None);
        Assert.Equal(["main", "shop", "shop.silver"], listing!.Namespaces.Select(n => n.ToString()));
        Assert.Equal(new CatalogPointer(Installation.Orders, false, created.MetadataLocation), Assert.Single(listing.Pointers));
        _ = await installation.AppendAsync(CancellationToken.None);
        Assert.NotEqual(created.MetadataLocation, Assert.Single((await installation.Catalog.ListAllAsync(CancellationToken.None))!.Pointers).MetadataLocation);
    }

    [Fact]
    public async Task A_level_with_a_dot_is_not_two_levels()
    {
        await Catalog.Create(new Namespace("a.b"));
        await Catalog.Create(new Namespace("a"));
        await Catalog.Create(new Namespace("a", "b"));
        Assert.Equal(["a", "a.b"], await Catalog.List(Namespace.Root));
        var one = await installation.Catalog.CreateTableAsync(Installation.Creation(new TableIdentifier(new Namespace("a.b"), "t")), CancellationToken.None);
        var two = await installation.Catalog.CreateTableAsync(Installation.Creation(new TableIdentifier(new Namespace("a", "b"), "t")), CancellationToken.None);
        Assert.NotEqual(one.Location, two.Location);
    }

    [Fact]
    public async Task A_table_is_created_loaded_listed_renamed_and_dropped()
    {
        var created = await installation.CreateOrdersAsync();
        Assert.Equal($"file://{installation.Warehouse}/main/orders", created.Location);
        Assert.EndsWith(".metadata.json", created.MetadataLocation, StringComparison.Ordinal);
        Assert.Contains("/metadata/00000-", created.MetadataLocation, StringComparison.Ordinal);
        await FailsAsync(IcebergErrorKind.AlreadyExists, () => installation.Catalog.CreateTableAsync(Installation.Creation(Installation.Orders), CancellationToken.None));
        Assert.Single(MetadataFiles());
        var renamed = new TableIdentifier("main", "orders2");
        await installation.Catalog.RenameTableAsync(Installation.Orders, renamed, CancellationToken.None);
        Assert.Equal([renamed], await installation.Catalog.ListTablesAsync(new Namespace("main"), CancellationToken.None));
        await FailsAsync(IcebergErrorKind.NoSuchTable, () => installation.Catalog.LoadTableAsync(Installation.Orders, CancellationToken.None));
        var again = await installation.Catalog.CreateTableAsync(Installation.Creation(Installation.Orders), CancellationToken.None);
        Assert.NotEqual(created.Location, again.Location);
        await FailsAsync(IcebergErrorKind.AlreadyExists, () => installation.Catalog.RenameTableAsync(Installation.Orders, renamed, CancellationToken.None));
        await FailsAsync(IcebergErrorKind.NamespaceNotEmpty, () => Catalog.Drop(new Namespace("main")));
        Assert.True(await installation.Catalog.DropTableAsync(renamed, CancellationToken.None));
        Assert.False(await installation.Catalog.DropTableAsync(renamed, CancellationToken.None));
        Assert.Equal(2, MetadataFiles().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task Refuses_names_that_are_no_names(string name)
    {
        await Catalog.Create(Shop);
        await FailsAsync(IcebergErrorKind.InvalidArgument, () => installation.Catalog.CreateTableAsync(Installation.Creation(new TableIdentifier("shop", name)), CancellationToken.None));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData("%2E%2E")]
    [InlineData("日本 語")]
    public async Task Any_other_name_stays_inside_its_namespaces_folder(string name)
    {
        await Catalog.Create(Shop);
        var table = await installation.Catalog.CreateTableAsync(Installation.Creation(new TableIdentifier("shop", name)), CancellationToken.None);
        Assert.Equal(Path.Combine(installation.Warehouse, "shop"), Path.GetDirectoryName(Path.GetFullPath(table.Location["file://".Length..])));
        Assert.Equal(name, (await installation.Catalog.ListTablesAsync(Shop, CancellationToken.None)).Single().Name);
    }

    [Fact]
    public async Task A_table_outside_the_warehouse_is_refused_and_not_created()
    {
        await Catalog.Create(Shop);
        var creation = Installation.Creation(new TableIdentifier("shop", "t")) with { Location = "file:///tmp/outside" };
        await FailsAsync(IcebergErrorKind.AccessDenied, () => installation.Catalog.CreateTableAsync(creation, CancellationToken.None));
        Assert.False(await installation.Catalog.TableExistsAsync(creation.Identifier, CancellationToken.None));
    }

    [Fact]
    public async Task A_commit_against_an_older_state_conflicts_and_leaves_no_file()
    {
        var stale = Installation.Append(await installation.CreateOrdersAsync());
        _ = await installation.AppendAsync(CancellationToken.None);
        var files = MetadataFiles().Count;
        var conflict = Assert.IsType<CommitOutcome.Conflict>(await installation.Catalog.CommitAsync(stale, CancellationToken.None));
        Assert.Contains("branch main was created concurrently", conflict.Reason, StringComparison.Ordinal);
        Assert.Equal(files, MetadataFiles().Count);
    }

    [Fact]
    public async Task Commits_whose_requirements_still_hold_succeed_whoever_else_commits()
    {
        _ = await installation.CreateOrdersAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => installation.Catalog.CommitAsync(
            new TableCommit(Installation.Orders, [], [new TableUpdate.SetProperties(StringMaps.Of(($"k{i}", "v")))]), CancellationToken.None)));
        Assert.All(outcomes, outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
        Assert.Equal(16, (await installation.Catalog.LoadTableAsync(Installation.Orders, CancellationToken.None)).Metadata.Properties.Count);
        Assert.Equal(17, MetadataFiles().Count);
    }

    [Fact]
    public async Task A_transaction_commits_all_tables_or_none()
    {
        var orders = await installation.CreateOrdersAsync();
        var items = await installation.Catalog.CreateTableAsync(Installation.Creation(new TableIdentifier("main", "items")), CancellationToken.None);
        _ = Assert.IsType<TransactionOutcome.Committed>(
            await installation.Catalog.CommitTransactionAsync([Installation.Append(orders), Installation.Append(items)], CancellationToken.None));
        var files = MetadataFiles().Count;
        var fresh = await orders.RefreshAsync(CancellationToken.None);
        var conflict = Assert.IsType<TransactionOutcome.Conflict>(
            await installation.Catalog.CommitTransactionAsync([Installation.Append(fresh), Installation.Append(items)], CancellationToken.None));
        Assert.Equal(items.Identifier, conflict.Identifier);
        _ = Assert.Single((await orders.RefreshAsync(CancellationToken.None)).Metadata.Snapshots);
        Assert.Equal(files, MetadataFiles().Count);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_to_have_happened()
    {
        var table = await installation.CreateOrdersAsync();
        installation.Database.AfterCommit = () =>
        {
            installation.Database.AfterCommit = null;
            throw new SqliteException("disk I/O error", 10);
        };
        var committed = Assert.IsType<CommitOutcome.Committed>(await installation.Catalog.CommitAsync(Installation.Append(table), CancellationToken.None));
        Assert.Equal(committed.MetadataLocation, (await table.RefreshAsync(CancellationToken.None)).MetadataLocation);
    }

    [Fact]
    public async Task A_commit_that_cannot_be_found_again_is_unknown_and_nothing_is_deleted()
    {
        var table = await installation.CreateOrdersAsync();
        installation.Database.AfterCommit = () =>
        {
            installation.Database.AfterCommit = null;
            // As if the log's last record had not reached the disk: the pointer is back where it was.
            using var connection = new SqliteConnection($"Data Source={installation.Database.Path};Pooling=false");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE entries SET metadata_location = @location";
            _ = command.Parameters.AddWithValue("@location", table.MetadataLocation);
            _ = command.ExecuteNonQuery();
            throw new SqliteException("disk I/O error", 10);
        };
        _ = Assert.IsType<CommitOutcome.Unknown>(await installation.Catalog.CommitAsync(Installation.Append(table), CancellationToken.None));
        Assert.Equal(2, MetadataFiles().Count);
    }

    [Fact]
    public async Task An_existing_table_is_registered_from_an_allowed_folder_only()
    {
        var table = await installation.CreateOrdersAsync();
        var allowed = folder.File("elsewhere", "v1.metadata.json");
        _ = Directory.CreateDirectory(folder.File("elsewhere"));
        File.Copy(table.MetadataLocation["file://".Length..], allowed);
        var name = new TableIdentifier("main", "copy");
        var registered = await installation.Catalog.RegisterTableAsync(name, allowed, overwrite: false, CancellationToken.None);
        Assert.Equal(table.Metadata.TableUuid, registered.Metadata.TableUuid);
        await FailsAsync(IcebergErrorKind.AlreadyExists, () => installation.Catalog.RegisterTableAsync(name, allowed, overwrite: false, CancellationToken.None));
        File.Copy(allowed, folder.File("v1.metadata.json"));
        await FailsAsync(IcebergErrorKind.AccessDenied, () => installation.Catalog.RegisterTableAsync(
            new TableIdentifier("main", "other"), folder.File("v1.metadata.json"), overwrite: false, CancellationToken.None));
    }

    [Theory]
    [InlineData("/etc/passwd", "data file")]
    [InlineData("file:///etc/hosts", "data file")]
    [InlineData("{table}/data/../../../../../etc/passwd", "data file")]
    [InlineData("{table}/link/1.parquet", "data file")]
    [InlineData("s3://bucket/1.parquet", "data file")]
    [InlineData("/etc/m.avro", "manifest")]
    [InlineData("{table}/data/ok.parquet", null)]
    [InlineData("{table}/data/name=%0A%2F..%2F..%2F..%2Fx/1.parquet", null)]
    public async Task Paths_in_manifests_that_lead_outside_are_found(string path, string? refused)
    {
        var table = await installation.CreateOrdersAsync();
        _ = Directory.CreateSymbolicLink(Directory.CreateDirectory(Local(table.Location)).FullName + "/link", "/etc");
        var append = Installation.Append(table);
        var snapshot = ((TableUpdate.AddSnapshot)append.Updates[0]).Snapshot;
        var named = path.Replace("{table}", table.Location, StringComparison.Ordinal);
        var writer = new ManifestWriter(2, table.Spec, table.Schema, ManifestContent.Data, snapshot.SnapshotId);
        foreach (var file in (string[])[$"{table.Location}/data/first.parquet", refused == "data file" ? named : $"{table.Location}/data/second.parquet"])
            writer.Add(new DataFile { FilePath = file, RecordCount = 1, FileSizeInBytes = 1 });
        var (bytes, manifest) = writer.Complete($"{table.Location}/metadata/m0.avro");
        await installation.Store.WriteAsync(manifest.ManifestPath, bytes, WriteMode.CreateNew, CancellationToken.None);
        var list = ManifestList.Write([refused == "manifest" ? manifest with { ManifestPath = named } : manifest], 2, snapshot.SnapshotId, null, 1, null);
        await installation.Store.WriteAsync(snapshot.ManifestList!, list.Bytes, WriteMode.CreateNew, CancellationToken.None);
        var committed = Assert.IsType<CommitOutcome.Committed>(await installation.Catalog.CommitAsync(append, CancellationToken.None));
        Task Look() => NamedFiles.DemandAsync(installation.Store, committed.Metadata, CancellationToken.None);
        if (refused is null) await Look();
        else
        {
            var error = await Assert.ThrowsAsync<IcebergException>(Look);
            Assert.Equal(IcebergErrorKind.AccessDenied, error.Kind);
            Assert.Contains(named, error.Message, StringComparison.Ordinal);
            Assert.Contains(refused == "manifest" ? snapshot.ManifestList! : manifest.ManifestPath, error.Message, StringComparison.Ordinal);
        }
    }

    static string Local(string location) => Location.Parse(location).LocalPath;

    [Fact]
    public async Task Views_share_names_with_tables_and_keep_their_versions()
    {
        var orders = await installation.CreateOrdersAsync();
        var name = new TableIdentifier("main", "recent");
        ViewCreation Creation(TableIdentifier identifier) => new(identifier, orders.Schema, new ViewVersion(1, 0, 0, [ViewRepresentation.OfSql("select 1", "tarn")]));
        var view = await installation.Catalog.CreateViewAsync(Creation(name), CancellationToken.None);
        await FailsAsync(IcebergErrorKind.AlreadyExists, () => installation.Catalog.CreateViewAsync(Creation(Installation.Orders), CancellationToken.None));
        await FailsAsync(IcebergErrorKind.AlreadyExists, () => installation.Catalog.CreateTableAsync(Installation.Creation(name), CancellationToken.None));
        var version = view.Metadata.CurrentVersion with { Representations = [ViewRepresentation.OfSql("select 2", "tarn")] };
        var commit = new ViewCommit(name, [new ViewRequirement.AssertViewUuid(view.Metadata.ViewUuid)],
            [new ViewUpdate.AddViewVersion(version), new ViewUpdate.SetCurrentViewVersion(ViewUpdate.LastAdded)]);
        _ = Assert.IsType<ViewCommitOutcome.Committed>(await installation.Catalog.CommitViewAsync(commit, CancellationToken.None));
        var loaded = await installation.Catalog.LoadViewAsync(name, CancellationToken.None);
        Assert.Equal("select 2", loaded.Metadata.CurrentVersion.SqlFor("TARN")!.Sql);
        Assert.Equal(2, loaded.Metadata.VersionLog.Length);
        var other = commit with { Requirements = [new ViewRequirement.AssertViewUuid(Guid.NewGuid())] };
        _ = Assert.IsType<ViewCommitOutcome.Conflict>(await installation.Catalog.CommitViewAsync(other, CancellationToken.None));
        Assert.Equal([name], await installation.Catalog.ListViewsAsync(name.Namespace, CancellationToken.None));
        Assert.True(await installation.Catalog.DropViewAsync(name, CancellationToken.None));
        await FailsAsync(IcebergErrorKind.NoSuchView, () => installation.Catalog.LoadViewAsync(name, CancellationToken.None));
    }

    /// <summary>Short calls for short tests.</summary>
    sealed class Calls(ICatalog catalog)
    {
        public Task Create(Namespace name, params (string, string)[] properties) => catalog.CreateNamespaceAsync(name, StringMaps.Of(properties), CancellationToken.None);

        public Task<bool> Drop(Namespace name) => catalog.DropNamespaceAsync(name, CancellationToken.None);

        public async Task<List<string>> List(Namespace parent) =>
            [.. (await catalog.ListNamespacesAsync(parent, CancellationToken.None)).Select(name => name.ToString())];
    }
}
