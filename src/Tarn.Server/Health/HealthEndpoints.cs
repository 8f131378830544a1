using Tarn.Server.Access;

namespace Tarn.Server.Health;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it can do its work.</summary>
static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes, Readiness readiness)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok\n")).AllowOpen().WithTags("operations");
        routes.MapGet("/readyz", (CancellationToken cancellationToken) => ReadyAsync(readiness, cancellationToken)).AllowOpen().WithTags("operations");
    }

    static async Task<JsonHttpResult<ReadinessAnswer>> ReadyAsync(Readiness readiness, CancellationToken cancellationToken)
    {
        var answer = await readiness.CheckAsync(cancellationToken);
        var status = answer.Checks.All(c => c.Ok) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return TypedResults.Json(answer, ServerJson.Default.ReadinessAnswer, statusCode: status);
    }
}
