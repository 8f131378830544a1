using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tarn.Server.Access;
using Tarn.Server.Description;
using Tarn.Server.Instance;
using Tarn.Server.Problems;
using Tarn.Server.Requests;

namespace Tarn.Server;

/// <summary>A running server of one project folder: one HTTP port with the UI, the query API, health and metrics.</summary>
public sealed class TarnServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ProjectLock _folder;
    readonly Features _features;
    bool _stopped;

    TarnServer(WebApplication app, ProjectLock folder, Features features)
    {
        _app = app;
        _folder = folder;
        _features = features;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>Every endpoint with its metadata, for those who check that none lacks a rule.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Takes the folder and the port and begins to answer.</summary>
    /// <exception cref="ServerException">Another server has the folder, or the port cannot be had; both name the process.</exception>
    public static async Task<TarnServer> StartAsync(ServerSetup setup, CancellationToken cancellationToken)
    {
        var folder = ProjectLock.Take(setup.StateFolder, setup.Time);
        Features? features = null;
        WebApplication? app = null;
        try
        {
            features = new Features(setup);
            app = Build(setup, features);
            await app.StartAsync(cancellationToken);
            var server = new TarnServer(app, folder, features);
            folder.Publish(server.Address.Port, server.Address.GetLeftPart(UriPartial.Authority));
            return server;
        }
        catch (Exception error)
        {
            if (app is not null) await app.DisposeAsync();
            if (features is not null) await features.DisposeAsync();
            folder.Dispose();
            if (Listener.Explain(error, ListeningHost.Parse(setup.Host).Address, setup.Port) is { } explained) throw explained;
            throw;
        }
    }

    /// <summary>Stops taking requests, gives running statements their grace, cancels the rest, and gives the folder back.</summary>
    public async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        await _features.DrainAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _features.DisposeAsync();
        _folder.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    static WebApplication Build(ServerSetup setup, Features features)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Replace(ServiceDescriptor.Singleton(setup.Logging));
        builder.Services.AddSingleton(setup.Time);
        // The one who composes the program owns its signals.
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default);
            foreach (var converter in ServerJson.Default.Options.Converters) options.SerializerOptions.Converters.Add(converter);
            options.SerializerOptions.DefaultIgnoreCondition = ServerJson.Default.Options.DefaultIgnoreCondition;
        });
        builder.Services.AddApiDescription();
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, setup));
        var app = builder.Build();
        app.UseMiddleware<RequestRecorder>(setup.Metrics);
        app.UseMiddleware<ProblemAnswers>();
        app.UseMiddleware<RequestGate>(setup.Limits, ListeningHost.Parse(setup.Host));
        app.UseRouting();
        app.UseMiddleware<AccessGate>(setup.Tokens, setup.Authorizer);
        features.Map(app);
        return app;
    }

    static void Limit(KestrelServerOptions kestrel, ServerSetup setup)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = setup.Limits.MaxBody.Bytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = setup.Limits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestLineSize = Math.Min(setup.Limits.MaxHeaderBytes, kestrel.Limits.MaxRequestLineSize);
        kestrel.Limits.MaxConcurrentConnections = setup.Limits.MaxConnections;
        kestrel.Listen(ListeningHost.Parse(setup.Host).Address, setup.Port, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
