using System.Net;
using Microsoft.AspNetCore.Routing;

namespace Tarn.Server.Access;

public sealed class EndpointRuleTests
{
    [Fact]
    public async Task Every_endpoint_declares_exactly_one_rule()
    {
        await using var test = await TestServer.StartAsync();
        var endpoints = test.Server.Endpoints;
        Assert.True(endpoints.Count >= 8);
        var wrong = endpoints.Where(e => e.Metadata.GetOrderedMetadata<AccessRule>().Count != 1).Select(e => e.DisplayName);
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Only_these_endpoints_are_open()
    {
        await using var test = await TestServer.StartAsync();
        var open = test.Server.Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<AccessRule>() is AccessRule.Open)
            .Select(e => e.RoutePattern.RawText).Order(StringComparer.Ordinal);
        Assert.Equal(["/api/ui/v1/session", "/apiv2/login", "/assets/{**path}", "/healthz", "/iceberg/v1/oauth/tokens", "/metrics", "/readyz", "/{**path}"], open);
    }

    /// <summary>Each endpoint × no credential, a wrong one, the least and the most privileged user.</summary>
    [Fact]
    public async Task The_matrix_of_endpoints_and_callers_holds()
    {
        await using var test = await TestServer.StartAsync(setup => setup with { OpenMetrics = false });
        using var viewer = await test.ClientAsync("viewer");
        using var admin = await test.ClientAsync();
        using var wrong = test.NewClient();
        wrong.DefaultRequestHeaders.Authorization = new("Bearer", "tarn_" + new string('x', 43));
        var failures = new List<string>();
        foreach (var endpoint in test.Server.Endpoints.OfType<RouteEndpoint>().OrderBy(IsLogout))
        {
            var rule = endpoint.Metadata.GetMetadata<AccessRule>()!;
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                await CheckAsync(endpoint, method, test.Anonymous, rule is AccessRule.Open, HttpStatusCode.Unauthorized);
                await CheckAsync(endpoint, method, wrong, rule is AccessRule.Open, HttpStatusCode.Unauthorized);
                await CheckAsync(endpoint, method, viewer, !NeedsMore(rule), HttpStatusCode.Forbidden);
                await CheckAsync(endpoint, method, admin, true, HttpStatusCode.Forbidden);
            }
        }
        Assert.Empty(failures);

        async Task CheckAsync(RouteEndpoint endpoint, string method, HttpClient client, bool passes, HttpStatusCode refusal)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), Sample(endpoint.RoutePattern.RawText!));
            if (method != "GET") request.Content = new StringContent("{}", null, "application/json");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            // A wrong login is 401 of its own kind; everything else that passes the gate is judged by its handler.
            var refused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
            if (refused == passes || (refused && answer.StatusCode != refusal)) failures.Add($"{method} {request.RequestUri}: {(int)answer.StatusCode}, rule passes: {passes}");
        }
    }

    static bool NeedsMore(AccessRule rule) =>
        rule is AccessRule.Needs needs && !Tarn.Security.Roles.Role.Viewer.Permissions.Contains(needs.Permission);

    static bool IsLogout(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("DELETE") == true && endpoint.RoutePattern.RawText!.EndsWith("/session", StringComparison.Ordinal);

    static string Sample(string pattern) => System.Text.RegularExpressions.Regex.Replace(pattern, @"\{[^}]*\}", "00000000-0000-7000-8000-000000000000");
}
