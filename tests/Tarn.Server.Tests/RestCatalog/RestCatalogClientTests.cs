using System.Net;
using System.Net.Sockets;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Views;
using Tarn.Storage.Local;
using Tarn.Testing;
using Client = Tarn.Iceberg.Catalogs.Rest.RestCatalog;

namespace Tarn.Server.RestCatalog;

/// <summary>Our own client of the protocol against our server, and against Iceberg's reference server.</summary>
public sealed class RestCatalogClientTests
{
    const string Kit = "peers/rest-kit/install.sh";

    static readonly Schema Columns = new(0, new StructType(
        [new NestedField(1, "id", IcebergType.Long) { Required = true }, new NestedField(2, "name", IcebergType.String)]));

    [Fact]
    public async Task Works_on_Tarns_own_server()
    {
        await using var test = await TestServer.StartAsync();
        using var catalog = await ConnectAsync(new Uri(test.Iceberg), RestCredential.Token(await test.TokenAsync("admin")), test.Warehouse);
        await LifeAsync(catalog);
    }

    [Fact]
    public async Task Logs_in_by_client_credentials_and_says_when_they_are_wrong()
    {
        await using var test = await TestServer.StartAsync();
        using var catalog = await ConnectAsync(new Uri(test.Iceberg), RestCredential.Client("editor", "editor-password"), test.Warehouse);
        Assert.Equal(["main"], (await catalog.ListNamespacesAsync(Namespace.Root, default)).Select(name => name.ToString()));
        var error = await Assert.ThrowsAsync<IcebergException>(() => ConnectAsync(new Uri(test.Iceberg), RestCredential.Client("editor", "wrong-password"), test.Warehouse));
        Assert.Equal(IcebergErrorKind.AccessDenied, error.Kind);
        error = await Assert.ThrowsAsync<IcebergException>(() => ConnectAsync(new Uri(test.Iceberg), RestCredential.None, test.Warehouse));
        Assert.Equal(IcebergErrorKind.AccessDenied, error.Kind);
        Assert.DoesNotContain("editor-password", RestCredential.Client("editor", "editor-password").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable_and_a_lost_commit_unknown()
    {
        using var folder = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var error = await Assert.ThrowsAsync<IcebergException>(() => ConnectAsync(new Uri($"http://127.0.0.1:{port}/iceberg"), RestCredential.None, folder.Path));
        Assert.Equal(IcebergErrorKind.Unavailable, error.Kind);
        Assert.True(error.IsTransient);
    }

    [SharedFact(Kit)]
    public async Task Works_on_Icebergs_reference_server()
    {
        using var folder = new TemporaryFolder();
        var started = await PeerProgram.ScriptAsync("peers/rest-kit/fixture-start.sh", [FreePort().ToString(), folder.File("fixture")]);
        Assert.True(started.ExitCode == 0, started.Errors);
        var parts = started.Output.Trim().Split(' ');
        try
        {
            using var catalog = await ConnectAsync(new Uri(parts[1]), RestCredential.None, folder.Path);
            await LifeAsync(catalog);
        }
        finally
        {
            System.Diagnostics.Process.GetProcessById(int.Parse(parts[0])).Kill();
        }
    }

    static async Task LifeAsync(Client catalog)
    {
        var (outer, inner) = (new Namespace("life"), new Namespace("life", "inner space"));
        await catalog.CreateNamespaceAsync(outer, StringMaps.Of(("owner", "ann")), default);
        await catalog.CreateNamespaceAsync(inner, StringMaps.Empty, default);
        await FailsAsync(IcebergErrorKind.AlreadyExists, () => catalog.CreateNamespaceAsync(outer, StringMaps.Empty, default));
        Assert.Equal([inner], await catalog.ListNamespacesAsync(outer, default));
        Assert.Equal("ann", (await catalog.LoadNamespaceAsync(outer, default))!["owner"]);
        Assert.Null(await catalog.LoadNamespaceAsync(new Namespace("nowhere"), default));
        await catalog.UpdateNamespaceAsync(outer, new Dictionary<string, string> { ["zone"] = "1" }, ["owner"], default);
        Assert.False((await catalog.LoadNamespaceAsync(outer, default))!.ContainsKey("owner"));
        await FailsAsync(IcebergErrorKind.NamespaceNotEmpty, () => catalog.DropNamespaceAsync(outer, default));

        var orders = new TableIdentifier(inner, "orders");
        var table = await catalog.CreateTableAsync(new TableCreation(orders, Columns) { Properties = StringMaps.Of(("a", "1")) }, default);
        await FailsAsync(IcebergErrorKind.AlreadyExists, () => catalog.CreateTableAsync(new TableCreation(orders, Columns), default));
        await FailsAsync(IcebergErrorKind.NoSuchTable, () => catalog.LoadTableAsync(new TableIdentifier(inner, "none"), default));
        Assert.True(await catalog.TableExistsAsync(orders, default));
        Assert.False(await catalog.TableExistsAsync(new TableIdentifier(inner, "none"), default));
        Assert.Equal([orders], await catalog.ListTablesAsync(inner, default));

        var committed = Assert.IsType<CommitOutcome.Committed>(await catalog.CommitAsync(SetProperty(table, "b", "2"), default));
        Assert.Equal("2", committed.Metadata.Property("b"));
        var stale = SetProperty(table, "c", "3") with { Requirements = [new TableRequirement.AssertTableUuid(Guid.NewGuid())] };
        Assert.StartsWith("Requirement failed", Assert.IsType<CommitOutcome.Conflict>(await catalog.CommitAsync(stale, default)).Reason.Replace("Commit failed: ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        var staged = await catalog.StageTableAsync(new TableCreation(new TableIdentifier(inner, "staged"), Columns), default);
        Assert.False(await catalog.TableExistsAsync(new TableIdentifier(inner, "staged"), default));
        var create = NewTable.Create(new TableCreation(new TableIdentifier(inner, "staged"), Columns), staged.TableUuid!.Value, staged.Location);
        _ = Assert.IsType<CommitOutcome.Committed>(await catalog.CommitAsync(new TableCommit(new TableIdentifier(inner, "staged"), [new TableRequirement.AssertCreate()], create), default));
        var second = await catalog.LoadTableAsync(new TableIdentifier(inner, "staged"), default);
        var both = Assert.IsType<TransactionOutcome.Committed>(await catalog.CommitTransactionAsync([SetProperty(await table.RefreshAsync(default), "t", "1"), SetProperty(second, "t", "1")], default));
        Assert.All(both.Tables, item => Assert.Equal("1", item.Metadata.Property("t")));

        var renamed = new TableIdentifier(outer, "renamed");
        await catalog.RenameTableAsync(orders, renamed, default);
        var gone = await catalog.UnregisterTableAsync(renamed, default);
        Assert.Equal(table.Metadata.TableUuid, gone!.Metadata.TableUuid);
        Assert.Null(await catalog.UnregisterTableAsync(renamed, default));
        Assert.Equal("1", (await catalog.RegisterTableAsync(orders, gone.MetadataLocation, overwrite: false, default)).Metadata.Property("t"));
        await ViewsAsync(catalog, inner);
        Assert.True(await catalog.PurgeTableAsync(orders, default));
        Assert.True(await catalog.DropTableAsync(second.Identifier, default));
        Assert.False(await catalog.DropTableAsync(second.Identifier, default));
        Assert.True(await catalog.DropNamespaceAsync(inner, default));
        Assert.True(await catalog.DropNamespaceAsync(outer, default));
        Assert.False(await catalog.DropNamespaceAsync(outer, default));
    }

    static async Task ViewsAsync(Client catalog, Namespace inside)
    {
        var names = new TableIdentifier(inside, "names");
        var version = new ViewVersion(1, 0, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), [ViewRepresentation.OfSql("select 1", "spark")]) { DefaultNamespace = inside };
        var view = await catalog.CreateViewAsync(new ViewCreation(names, Columns, version), default);
        Assert.Equal([names], await catalog.ListViewsAsync(inside, default));
        Assert.True(await catalog.ViewExistsAsync(names, default));
        var commit = new ViewCommit(names, [new ViewRequirement.AssertViewUuid(view.Metadata.ViewUuid)], [new ViewUpdate.SetProperties(StringMaps.Of(("k", "v")))]);
        _ = Assert.IsType<ViewCommitOutcome.Committed>(await catalog.CommitViewAsync(commit, default));
        Assert.Equal("v", (await catalog.LoadViewAsync(names, default)).Metadata.Properties["k"]);
        await catalog.RenameViewAsync(names, new TableIdentifier(inside, "names2"), default);
        await FailsAsync(IcebergErrorKind.NoSuchView, () => catalog.LoadViewAsync(names, default));
        Assert.True(await catalog.DropViewAsync(new TableIdentifier(inside, "names2"), default));
        Assert.False(await catalog.DropViewAsync(names, default));
    }

    static TableCommit SetProperty(Table table, string key, string value) =>
        new(table.Identifier, [new TableRequirement.AssertTableUuid(table.Metadata.TableUuid!.Value)], [new TableUpdate.SetProperties(StringMaps.Of((key, value)))]);

    static Task<Client> ConnectAsync(Uri uri, RestCredential credential, string folder) => Client.ConnectAsync(
        "foreign", new RestCatalogOptions(uri) { Credential = credential, MaxAttempts = 2 }, new LocalObjectStore(new AllowedLocations(folder, [])), TimeProvider.System, CancellationToken.None);

    static async Task FailsAsync(IcebergErrorKind kind, Func<Task> call) => Assert.Equal(kind, (await Assert.ThrowsAsync<IcebergException>(call)).Kind);

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
