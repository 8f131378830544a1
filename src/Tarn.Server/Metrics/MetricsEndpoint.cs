using Tarn.Operate.Metrics;
using Tarn.Security.Roles;
using Tarn.Server.Access;

namespace Tarn.Server.Metrics;

/// <summary><c>/metrics</c> in Prometheus' text format 0.0.4.</summary>
/// <remarks>
/// Scrapers on the same machine rarely carry a token, and the numbers hold no names or texts of users: on a loopback address the page is
/// open unless <c>server.openMetrics: false</c>. Behind a real address it needs a token whose user may read operations.
/// </remarks>
static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes, MetricRegistry registry, bool open)
    {
        var endpoint = routes.MapGet("/metrics", () => TypedResults.Text(registry.Write(), MetricRegistry.ContentType)).WithTags("operations");
        _ = open ? endpoint.AllowOpen() : endpoint.Require(Permission.ReadOperations);
    }
}
