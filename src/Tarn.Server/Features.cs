using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Tarn.Server.Events;
using Tarn.Server.Health;
using Tarn.Server.Identity;
using Tarn.Server.Metrics;
using Tarn.Server.Pages;
using Tarn.Server.Requests;

namespace Tarn.Server;

/// <summary>The parts of a server that have state, made once and given to the endpoints that use them.</summary>
sealed class Features : IAsyncDisposable
{
    readonly ServerSetup _setup;
    readonly Readiness _readiness;
    readonly Logins _logins;
    readonly EventFeed _events;

    public Features(ServerSetup setup)
    {
        _setup = setup;
        _readiness = new Readiness(setup.Checks, setup.Time, setup.Logging.CreateLogger<Readiness>());
        _logins = new Logins(setup.Accounts, setup.Tokens, setup.SessionLifetime);
        _events = new EventFeed(setup.Time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>The table of contents of the HTTP port.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var facts = new SessionFacts(_setup.ProjectName, _setup.MaxPageRows);
        routes.MapHealth(_readiness);
        routes.MapMetrics(_setup.Metrics, _setup.OpenMetrics ?? ListeningHost.Parse(_setup.Host).IsLoopback);
        routes.MapIdentity(_logins, _setup.Tokens, facts);
        routes.MapPages(new WebFiles(_setup.WebFolder));
    }

    /// <summary>The beginning of the end: not ready any more, streams end, statements get their grace.</summary>
    public Task DrainAsync()
    {
        _readiness.IsStopping = true;
        _events.Complete();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _readiness.Dispose();
        _logins.Dispose();
        return ValueTask.CompletedTask;
    }
}
