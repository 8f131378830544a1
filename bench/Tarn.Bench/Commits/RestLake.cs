using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Iceberg.Storage;
using Tarn.Operate.Jobs;
using Tarn.Operate.Metrics;
using Tarn.Project;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Security.Tokens;
using Tarn.Server;
using Tarn.Storage.Accounts;
using Tarn.Storage.Catalogs;
using Tarn.Storage.Drafts;
using Tarn.Storage.Idempotency;
using Tarn.Storage.Jobs;
using Tarn.Storage.Local;
using Tarn.Storage.State;

namespace Tarn.Bench.Commits;

/// <summary>A server of a project folder of the benchmark's own on a free port, and the catalog that stands behind it.</summary>
sealed class RestLake : IAsyncDisposable
{
    readonly StateDatabase _state;
    readonly Lakehouse _lakehouse;
    readonly JobRunner _jobs;
    readonly TarnServer _server;
    readonly string _folder;
    readonly string _token;

    RestLake(string folder, StateDatabase state, Lakehouse lakehouse, JobRunner jobs, TarnServer server, string token) =>
        (_folder, _state, _lakehouse, _jobs, _server, _token) = (folder, state, lakehouse, jobs, server, token);

    /// <summary>The catalog without the server.</summary>
    public ICatalog Direct => _lakehouse.Catalog;

    public static async Task<RestLake> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var stateFolder = Directory.CreateDirectory(Path.Combine(folder, ".tarn")).FullName;
        var warehouse = Directory.CreateDirectory(Path.Combine(folder, "warehouse")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "tarn.yaml"), "", cancellationToken).ConfigureAwait(false);
        var time = TimeProvider.System;
        var state = await StateDatabase.OpenAsync(Path.Combine(stateFolder, "state.db"), cancellationToken).ConfigureAwait(false);
        var store = new LocalObjectStore(new AllowedLocations(warehouse, []));
        var catalog = new SqliteCatalog("tarn", state, store, Location.OfLocalPath(warehouse).ToString(), time);
        var authorizer = new RoleAuthorizer();
        var lakehouse = new Lakehouse(catalog, store, authorizer, new LakehouseOptions { WarehouseFolder = warehouse, TemporaryFolder = Path.Combine(stateFolder, "tmp") }, time);
        var users = new SqliteUserStore(state);
        _ = await users.AddAsync(new User("bench", PasswordHash.Of(new Project.Secrets.Secret(Guid.NewGuid().ToString())), [Role.Admin.Name], false, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        await catalog.CreateNamespaceAsync(new Namespace(["main"]), ImmutableSortedDictionary<string, string>.Empty, cancellationToken).ConfigureAwait(false);
        var tokens = new TokenAuthority(new SqliteTokenStore(state), users, time);
        var metrics = new MetricRegistry();
        var jobStore = new SqliteJobStore(state);
        var jobs = new JobRunner(jobStore, new JobMetrics(metrics), time);
        var project = ProjectFolder.Open(folder);
        var server = await TarnServer.StartAsync(new ServerSetup
        {
            ProjectName = "bench",
            Folder = project,
            SessionLifetime = project.Options.Server.Session,
            OpenMetrics = project.Options.Server.OpenMetrics,
            Limits = project.Options.Server.Limits,
            Drafts = new SqliteDraftStore(state),
            StateFolder = stateFolder,
            Port = 0,
            Lakehouse = lakehouse,
            Accounts = new Accounts(users, tokens, new LoginThrottle(LoginLimits.Default, time), time),
            Tokens = tokens,
            Authorizer = authorizer,
            Jobs = jobs,
            JobStore = jobStore,
            Idempotency = new SqliteIdempotencyStore(state),
            Metrics = metrics,
            Logging = NullLoggerFactory.Instance,
        }, cancellationToken).ConfigureAwait(false);
        var token = (await tokens.IssueAsync("bench", TokenKind.Personal, "bench", TimeSpan.FromDays(1), cancellationToken).ConfigureAwait(false)).Text.Expose();
        return new RestLake(folder, state, lakehouse, jobs, server, token);
    }

    /// <summary>A client with connections of its own.</summary>
    public Task<RestCatalog> ConnectAsync(CancellationToken cancellationToken) => RestCatalog.ConnectAsync(
        "remote", new RestCatalogOptions(new Uri(_server.Address, "/iceberg")) { Credential = RestCredential.Token(_token) }, _lakehouse.Store, TimeProvider.System, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        await _jobs.DisposeAsync().ConfigureAwait(false);
        await _lakehouse.DisposeAsync().ConfigureAwait(false);
        _state.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
