using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Storage;
using Tarn.Operate.Drafts;
using Tarn.Operate.Idempotency;
using Tarn.Operate.Jobs;
using Tarn.Operate.Metrics;
using Tarn.Project;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Security.Tokens;
using Tarn.Server.Jobs;
using Tarn.Storage.Accounts;
using Tarn.Storage.Drafts;
using Tarn.Storage.Idempotency;
using Tarn.Storage.Jobs;
using Tarn.Storage.Local;
using Tarn.Storage.State;

namespace Tarn.Cli.Composition;

/// <summary>A project folder, open: its stores, its tables, its jobs. What every verb works on, with a server running or not.</summary>
sealed class ProjectHost : IAsyncDisposable
{
    ProjectHost(ProjectFolder folder, StateDatabase state, IObjectStore store, ICatalog catalog, TimeProvider time)
    {
        (Folder, State, Store, Catalog, Time) = (folder, state, store, catalog, time);
        Metrics = new MetricRegistry();
        JobStore = new SqliteJobStore(state);
        Jobs = new JobRunner(JobStore, new JobMetrics(Metrics), time, describe: JobProblems.Describe);
        Authorizer = new RoleAuthorizer();
        Users = new SqliteUserStore(state);
        TokenStore = new SqliteTokenStore(state);
        Idempotency = new SqliteIdempotencyStore(state);
        Drafts = new SqliteDraftStore(state);
        Tokens = new TokenAuthority(TokenStore, Users, time);
        Accounts = new Accounts(Users, Tokens, new LoginThrottle(LoginLimits.Default, time), time);
        Lakehouse = new Lakehouse(Catalog, Store, Authorizer, LakehouseOptions.Of(folder), time);
    }

    public ProjectFolder Folder { get; }

    public StateDatabase State { get; }

    public TimeProvider Time { get; }

    public IObjectStore Store { get; }

    public ICatalog Catalog { get; }

    public MetricRegistry Metrics { get; }

    public IJobStore JobStore { get; }

    public JobRunner Jobs { get; }

    public IAuthorizer Authorizer { get; }

    public IUserStore Users { get; }

    public Accounts Accounts { get; }

    public ITokenStore TokenStore { get; }

    public TokenAuthority Tokens { get; }

    public IIdempotencyStore Idempotency { get; }

    public IDraftStore Drafts { get; }

    public Lakehouse Lakehouse { get; }

    /// <summary>Who runs this process.</summary>
    public static Principal Principal { get; } = Principal.Local(Environment.UserName);

    /// <summary>Opens the project folder at or above a folder.</summary>
    /// <exception cref="ProjectException">There is none, or its files have problems.</exception>
    public static async Task<ProjectHost> OpenAsync(string? start, CancellationToken cancellationToken)
    {
        var folder = FolderAt(start);
        var state = await StateDatabase.OpenAsync(folder.StateDatabase, cancellationToken).ConfigureAwait(false);
        try
        {
            var store = new LocalObjectStore(new AllowedLocations(folder.WarehouseFolder, folder.AllowedFolders));
            var catalog = await CatalogComposition.OfAsync(folder, state, store, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            return new ProjectHost(folder, state, store, catalog, TimeProvider.System);
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>The project folder at or above a folder, its stores not opened.</summary>
    /// <exception cref="ProjectException">There is none, or its files have problems.</exception>
    public static ProjectFolder FolderAt(string? start) => ProjectFolder.Open(start is null
        ? ProjectFolder.Locate(Directory.GetCurrentDirectory()) ?? Directory.GetCurrentDirectory()
        : Path.GetFullPath(start));

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync().ConfigureAwait(false);
        await Lakehouse.DisposeAsync().ConfigureAwait(false);
        (Catalog as IDisposable)?.Dispose();
        State.Dispose();
    }
}
