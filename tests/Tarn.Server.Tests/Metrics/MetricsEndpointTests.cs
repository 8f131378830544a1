using System.Net;

namespace Tarn.Server.Metrics;

public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task The_page_counts_requests_by_route_and_status_and_never_by_path()
    {
        await using var test = await TestServer.StartAsync();
        using var _ = await test.Anonymous.GetAsync("/some/secret/path");
        using var page = await test.Anonymous.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("tarn_http_request_duration_seconds_count{method=\"GET\",route=\"/{**path}\",status=\"404\"} 1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_closed_to_those_without_the_permission()
    {
        await using var test = await TestServer.StartAsync(setup => setup with { OpenMetrics = false });
        using var nobody = await test.Anonymous.GetAsync("/metrics");
        await nobody.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        using var viewer = await test.ClientAsync("viewer");
        using var refused = await viewer.GetAsync("/metrics");
        await refused.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var admin = await test.ClientAsync();
        using var page = await admin.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }
}
