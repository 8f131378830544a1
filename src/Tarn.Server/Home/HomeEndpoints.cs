using Tarn.Server.Access;

namespace Tarn.Server.Home;

/// <summary>The first page.</summary>
static class HomeEndpoints
{
    public static void MapHome(this IEndpointRouteBuilder routes, HomeDesk desk) =>
        routes.MapGet("/api/ui/v1/home", (Caller caller, CancellationToken cancellationToken) => HomeAsync(desk, caller, cancellationToken)).RequireSignIn().WithTags("home");

    static async Task<Ok<HomeAnswer>> HomeAsync(HomeDesk desk, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.AnswerAsync(caller.Principal, cancellationToken));
}
