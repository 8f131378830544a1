using Tarn.Security.Roles;
using Tarn.Server.Access;
using Tarn.Server.Jobs;

namespace Tarn.Server.Syncs;

/// <summary>Shows connections and runs them.</summary>
static class SyncEndpoints
{
    public static void MapSyncs(this IEndpointRouteBuilder routes, SyncDesk desk)
    {
        var group = routes.MapGroup("/api/ui/v1/syncs").WithTags("syncs");
        group.MapGet("/", (Caller caller, CancellationToken cancellationToken) => ListAsync(desk, caller, cancellationToken)).Require(Permission.BrowseCatalog);
        group.MapGet("/{name}", (string name, Caller caller, CancellationToken cancellationToken) => ShowAsync(desk, caller, name, cancellationToken)).Require(Permission.BrowseCatalog);
        group.MapPost("/{name}/run", (string name, SyncRunCall call, Caller caller, CancellationToken cancellationToken) => RunAsync(desk, caller, name, call, cancellationToken))
            .Require(Permission.RunPipelines);
        group.MapPost("/{name}/{stream}/replay", (string name, string stream, Caller caller, CancellationToken cancellationToken) => ReplayAsync(desk, caller, name, stream, cancellationToken))
            .Require(Permission.RunPipelines);
        group.MapGet("/{name}/{stream}/reset", (string name, string stream, CancellationToken cancellationToken) => EffectAsync(desk, name, stream, cancellationToken))
            .Require(Permission.RunPipelines);
        group.MapPost("/{name}/{stream}/reset", (string name, string stream, ResetCall call, Caller caller, CancellationToken cancellationToken) =>
            ResetAsync(desk, caller, name, stream, call, cancellationToken)).Require(Permission.RunPipelines);
    }

    static async Task<Ok<SyncsAnswer>> ListAsync(SyncDesk desk, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.ListAsync(caller.Principal, cancellationToken));

    static async Task<Ok<SyncAnswer>> ShowAsync(SyncDesk desk, Caller caller, string name, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.ShowAsync(name, caller.Principal, cancellationToken));

    static async Task<Accepted<JobAnswer>> RunAsync(SyncDesk desk, Caller caller, string name, SyncRunCall call, CancellationToken cancellationToken) =>
        TypedResults.Accepted((string?)null, await desk.RunAsync(name, call.Stream, caller.Principal, cancellationToken));

    static async Task<Accepted<JobAnswer>> ReplayAsync(SyncDesk desk, Caller caller, string name, string stream, CancellationToken cancellationToken) =>
        TypedResults.Accepted((string?)null, await desk.ReplayAsync(name, stream, caller.Principal, cancellationToken));

    static async Task<Ok<ResetEffect>> EffectAsync(SyncDesk desk, string name, string stream, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.EffectAsync(name, stream, cancellationToken));

    static async Task<Ok<JobAnswer>> ResetAsync(SyncDesk desk, Caller caller, string name, string stream, ResetCall call, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.ResetAsync(name, stream, call.Confirm, caller.Principal, cancellationToken));
}
