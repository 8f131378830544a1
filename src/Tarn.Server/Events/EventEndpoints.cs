using Tarn.Server.Access;

namespace Tarn.Server.Events;

static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes, EventStream stream) =>
        routes.MapGet("/api/ui/v1/events", (HttpContext context, Caller caller) => stream.WriteAsync(context, caller)).RequireSignIn().WithTags("events");
}
