using Tarn.Security.Roles;
using Tarn.Server.Access;
using Tarn.Server.Jobs;

namespace Tarn.Server.Builds;

/// <summary>Shows the models of the dbt project and builds them.</summary>
static class BuildEndpoints
{
    public static void MapBuilds(this IEndpointRouteBuilder routes, BuildDesk desk)
    {
        var group = routes.MapGroup("/api/ui/v1/models").WithTags("models");
        group.MapGet("/", (Caller caller, CancellationToken cancellationToken) => ListAsync(desk, caller, cancellationToken)).Require(Permission.BrowseCatalog);
        group.MapGet("/{id}", (string id, Caller caller, CancellationToken cancellationToken) => ShowAsync(desk, caller, id, cancellationToken)).Require(Permission.ReadRows);
        group.MapPost("/run", (BuildCall call, Caller caller, CancellationToken cancellationToken) => RunAsync(desk, caller, call, cancellationToken)).Require(Permission.RunPipelines);
    }

    static async Task<Ok<ModelsAnswer>> ListAsync(BuildDesk desk, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.ListAsync(caller.Principal, cancellationToken));

    static async Task<Ok<ModelDetail>> ShowAsync(BuildDesk desk, Caller caller, string id, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.ShowAsync(id, caller.Principal, cancellationToken));

    static async Task<Accepted<JobAnswer>> RunAsync(BuildDesk desk, Caller caller, BuildCall call, CancellationToken cancellationToken) =>
        TypedResults.Accepted((string?)null, await desk.RunAsync(call, caller.Principal, cancellationToken));
}
