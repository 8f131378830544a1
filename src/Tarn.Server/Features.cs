using Microsoft.Extensions.Logging;
using Tarn.Operate.Jobs;
using Tarn.Server.Builds;
using Tarn.Server.Catalog;
using Tarn.Server.Completion;
using Tarn.Server.Description;
using Tarn.Server.Docs;
using Tarn.Server.Drafts;
using Tarn.Server.Events;
using Tarn.Server.Health;
using Tarn.Server.Home;
using Tarn.Server.Identity;
using Tarn.Server.Jobs;
using Tarn.Server.Metrics;
using Tarn.Server.Pages;
using Tarn.Server.Profiles;
using Tarn.Server.Queries;
using Tarn.Server.QueryApi;
using Tarn.Server.Requests;
using Tarn.Server.RestCatalog;
using Tarn.Server.SqlPage;
using Tarn.Server.Statements;
using Tarn.Server.Syncs;

namespace Tarn.Server;

/// <summary>The parts of a server that have state, made once and given to the endpoints that use them.</summary>
sealed class Features : IAsyncDisposable
{
    readonly ServerSetup _setup;
    readonly Readiness _readiness;
    readonly Logins _logins;
    readonly CatalogWatch _catalog;
    readonly CatalogPages _catalogPages;
    readonly StatementRunner _statements;
    readonly StatementNames _names = new();
    readonly JobPages _jobPages;
    readonly JobBoard _board;
    readonly ResultStore _results;
    readonly EventFeed _events;
    readonly RestHost _rest;
    readonly IdempotentCalls _idempotent;
    readonly ProjectBuilds _builds;
    readonly ProjectSources _sources;
    readonly QueryFiles _queries;
    readonly JobWindow _window;
    readonly StatementProfiles _profiles = new();
    readonly CancellationTokenSource _stopping = new();
    readonly Task _watching;

    public Features(ServerSetup setup)
    {
        _setup = setup;
        var (time, log) = (setup.Time, setup.Logging);
        _readiness = new Readiness(setup.Checks ?? LakehouseChecks.Of(setup.Lakehouse), time, log.CreateLogger<Readiness>());
        _logins = new Logins(setup.Accounts, setup.Tokens, setup.SessionLifetime);
        _catalog = new CatalogWatch(setup.Lakehouse.Catalog, time, log.CreateLogger<CatalogWatch>());
        _catalogPages = new CatalogPages(setup.Authorizer);
        _statements = new StatementRunner(setup.Lakehouse, setup.Jobs, setup.Metrics, _profiles, time);
        _jobPages = new JobPages(setup.Authorizer);
        _builds = new ProjectBuilds(setup.Folder, log.CreateLogger<ProjectBuilds>());
        _sources = new ProjectSources(setup.Folder);
        _queries = new QueryFiles(setup.Folder);
        _window = new JobWindow(setup.JobStore, time, HomeDesk.Span, HomeDesk.MostJobs);
        _board = new JobBoard(setup.Jobs, setup.JobStore, _jobPages, _names);
        _results = new ResultStore(setup.StateFolder, setup.Limits, time);
        _rest = new RestHost(setup.Lakehouse.Catalog, setup.Lakehouse.Store, setup.Authorizer, setup.Lakehouse.Manifests);
        _idempotent = new IdempotentCalls(setup.Idempotency, _rest.Answers, time, log.CreateLogger<IdempotentCalls>());
        _events = new EventFeed(time.GetUtcNow().ToUnixTimeMilliseconds());
        var sources = new EventSources(
            _events, new JobEvents(setup.JobStore, _jobPages, _events), new CommitEvents(_catalog, _catalogPages, _events), time, log.CreateLogger<EventSources>());
        _watching = sources.RunAsync(_stopping.Token);
    }

    /// <summary>The table of contents of the HTTP port.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var (limits, time) = (_setup.Limits, _setup.Time);
        routes.MapHealth(_readiness);
        routes.MapMetrics(_setup.Metrics, _setup.OpenMetrics && ListeningHost.Parse(_setup.Host).IsLoopback);
        routes.MapIdentity(_logins, _setup.Tokens, new SessionFacts(_setup.ProjectName, _setup.MaxPageRows));
        routes.MapQueryApi(new QueryJobs(_statements, _board, _results, limits));
        var docs = new DocShelf();
        routes.MapDocs(docs);
        routes.MapCatalog(new TableDesk(
            _catalog, _catalogPages, _builds, _sources, _queries, docs, _board, new TableDiff(_setup.Lakehouse.Store, _setup.Jobs), _setup.Lakehouse.Store, _setup.Authorizer, time));
        routes.MapSql(
            new RunEndpoint(_statements, _names, _setup.MaxPageRows, time), new ExportEndpoint(_statements, _names), new CheckEndpoint(_setup.Lakehouse),
            _catalog, new Completer(_catalogPages, _setup.Lakehouse.Options.Sql.DefaultNamespace));
        routes.MapJobs(_board, _profiles);
        routes.MapQueries(_queries, _setup.Authorizer);
        routes.MapDrafts(new DraftDesk(_setup.Drafts));
        routes.MapHome(new HomeDesk(_catalog, _catalogPages, _builds, _sources, _setup.Jobs, _window, _jobPages, _setup.Authorizer, time));
        routes.MapSyncs(new SyncDesk(
            _sources, _builds, _catalog, _setup.Lakehouse, new SyncJobs(_setup.Lakehouse, _setup.Jobs, time), _setup.Jobs, _setup.JobStore, _jobPages, _setup.Authorizer, _setup.Folder.Root, time));
        routes.MapBuilds(new BuildDesk(
            _builds, _catalog, _catalogPages, new BuildJobs(_setup.Folder, _setup.Lakehouse, _setup.Jobs, time), _setup.Jobs, _jobPages, _setup.Authorizer));
        routes.MapEvents(new EventStream(_events, _setup.Tokens, limits, time));
        IReadOnlyList<RestRoute> rest =
        [
            .. new NamespaceRoutes(_rest).Routes, .. new TableRoutes(_rest, _setup.Metrics).Routes, .. new CommitRoutes(_rest).Routes,
            .. new ScanRoutes(_rest).Routes, .. new ViewRoutes(_rest).Routes,
        ];
        routes.MapRestCatalog(rest, _rest, _idempotent, new TokenEndpoint(_setup.Tokens, _logins, time));
        routes.MapApiDescription();
        routes.MapPages(new WebFiles(_setup.WebFolder));
    }

    /// <summary>The beginning of the end: not ready any more, streams end, statements get their grace and are cancelled then.</summary>
    public async Task DrainAsync()
    {
        _readiness.IsStopping = true;
        _events.Complete();
        await _statements.DrainAsync(_setup.Limits.StopGrace);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _results.Dispose();
        _window.Dispose();
        _catalog.Dispose();
        _builds.Dispose();
        _queries.Dispose();
        _readiness.Dispose();
        _logins.Dispose();
        _stopping.Dispose();
    }
}
