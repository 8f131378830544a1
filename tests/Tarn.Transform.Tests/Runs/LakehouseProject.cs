using Tarn.Engine.Sessions;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Storage.Catalogs;
using Tarn.Storage.Local;
using Tarn.Storage.State;
using Tarn.Testing;
using Tarn.Transform.Warehouses;

namespace Tarn.Transform.Tests.Runs;

/// <summary>A dbt project beside a lakehouse of its own: catalog, store and Iceberg tables, as the program has them.</summary>
internal sealed class LakehouseProject : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly StateDatabase state;
    private readonly Session session;

    private LakehouseProject(TemporaryFolder folder, StateDatabase state, Lakehouse lakehouse)
    {
        this.folder = folder;
        this.state = state;
        Lakehouse = lakehouse;
        session = lakehouse.OpenSession(Principal.Local("test"));
    }

    public Lakehouse Lakehouse { get; }

    /// <summary>The last command's lines.</summary>
    public List<string> Console { get; } = [];

    public string Folder => folder.Path;

    public static async Task<LakehouseProject> OpenAsync(params (string Path, string Text)[] files)
    {
        var folder = new TemporaryFolder();
        var options = new LakehouseOptions { WarehouseFolder = folder.File("warehouse"), TemporaryFolder = folder.File("tmp") };
        Directory.CreateDirectory(options.WarehouseFolder);
        var store = new LocalObjectStore(new AllowedLocations(options.WarehouseFolder, options.AllowedFolders));
        var state = await StateDatabase.OpenAsync(folder.File("state.db"), CancellationToken.None);
        var catalog = new SqliteCatalog("tarn", state, store, $"file://{options.WarehouseFolder}", TimeProvider.System);
        var project = new LakehouseProject(folder, state, new Lakehouse(catalog, store, new RoleAuthorizer(), options, TimeProvider.System));
        project.Write(files);
        return project;
    }

    public void Write(params (string Path, string Text)[] files) => ProjectFolder.Write(folder.Path, files);

    public Task<DbtOutcome> RunAsync(string verb) => RunAsync(new DbtArguments { Verb = verb, Threads = 2 });

    public async Task<DbtOutcome> RunAsync(DbtArguments arguments)
    {
        Console.Clear();
        var command = new DbtCommand(folder.Path, () => new SessionWarehouse(session), line => { lock (Console) { Console.Add(line); } }, TimeProvider.System);
        return await command.RunAsync(arguments, CancellationToken.None);
    }

    /// <summary>Runs a command that has to succeed.</summary>
    public async Task MustRunAsync(DbtArguments arguments)
    {
        var outcome = await RunAsync(arguments);
        Assert.True(outcome.ExitCode == 0, string.Join('\n', Console));
    }

    public Task MustRunAsync(string verb) => MustRunAsync(new DbtArguments { Verb = verb, Threads = 2 });

    /// <summary>Rows of a query, the values of each joined by a bar.</summary>
    public List<string> Rows(string sql) => [.. new SessionWarehouse(session).Run(sql, true, CancellationToken.None).Rows.Select(r => string.Join('|', r.Select(v => v?.ToString() ?? "null")))];

    public void Execute(string sql) => new SessionWarehouse(session).Run(sql, false, CancellationToken.None);

    public async Task<int> SnapshotsOfAsync(string table) => (await Lakehouse.Catalog.LoadTableAsync(new("main", table), CancellationToken.None)).Metadata.Snapshots.Length;

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await Lakehouse.DisposeAsync();
        state.Dispose();
        folder.Dispose();
    }
}
