using Tarn.Engine.Sessions;
using Tarn.Iceberg.Storage;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Runs;
using Tarn.Project;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Storage.Catalogs;
using Tarn.Storage.Local;
using Tarn.Storage.State;
using Tarn.Testing.Faults;
using Tarn.Transform;
using Tarn.Transform.Warehouses;

namespace Tarn.Faults.Tests.Steps;

/// <summary>A project folder opened over an object store and a catalog that a plan spoils.</summary>
sealed class SpoiltProject : IAsyncDisposable
{
    /// <summary>One of each materialization.</summary>
    public static readonly string[] Models = ["stg_orders", "stg_events", "event_log", "order_state"];

    readonly ProjectFolder folder;
    readonly StateDatabase state;
    readonly Lakehouse lakehouse;

    SpoiltProject(ProjectFolder folder, StateDatabase state, FaultPlan plan)
    {
        (this.folder, this.state) = (folder, state);
        var store = new FaultingObjectStore(new LocalObjectStore(new AllowedLocations(folder.WarehouseFolder, folder.AllowedFolders)), plan);
        var tables = new SqliteCatalog("tarn", state, store, Location.OfLocalPath(folder.WarehouseFolder).ToString(), TimeProvider.System);
        lakehouse = new Lakehouse(new FaultingCatalog(tables, store, plan), store, new RoleAuthorizer(), Options(folder), TimeProvider.System);
    }

    public static async Task<SpoiltProject> OpenAsync(string root, FaultPlan plan)
    {
        var folder = ProjectFolder.Open(root);
        return new SpoiltProject(folder, await StateDatabase.OpenAsync(folder.StateDatabase, CancellationToken.None), plan);
    }

    /// <summary>A sync of everything, or of one stream: the tables whose load was acknowledged, and the errors of the others.</summary>
    public async Task<(HashSet<string> Acknowledged, List<Exception> Errors)> SyncAsync(string? only = null)
    {
        var (acknowledged, errors) = (new HashSet<string>(StringComparer.Ordinal), new List<Exception>());
        foreach (var connection in Connection.LoadAll(folder))
            await new SyncRun(lakehouse, Principal.Local("test"), TimeProvider.System).RunAsync(connection, only, "test", null, (stream, outcome, error) =>
            {
                if (error is null) acknowledged.Add(stream.Table);
                else errors.Add(error);
            }, CancellationToken.None);
        return (acknowledged, errors);
    }

    /// <summary>Runs the models, one after the other.</summary>
    public async Task<DbtOutcome> BuildAsync(Action<string> console)
    {
        await using var session = lakehouse.OpenSession(Principal.Local("test"));
        var command = new DbtCommand(folder.Root, () => new SessionWarehouse(session), console, TimeProvider.System) { Schema = "main" };
        return await command.RunAsync(new DbtArguments { Verb = "run", Threads = 1, Select = Models }, CancellationToken.None);
    }

    /// <summary>Another process would have a folder of its own.</summary>
    static LakehouseOptions Options(ProjectFolder folder) => LakehouseOptions.Of(folder) with { TemporaryFolder = Path.Combine(folder.TemporaryFolder, "spoilt") };

    public async ValueTask DisposeAsync()
    {
        await lakehouse.DisposeAsync();
        state.Dispose();
    }
}
