using System.Net;
using Microsoft.AspNetCore.Routing;

namespace Tarn.Server.Description;

public sealed class ApiDescriptionTests
{
    [Fact]
    public async Task Every_endpoint_but_files_and_the_REST_catalog_is_described_and_says_what_it_needs()
    {
        await using var test = await TestServer.StartAsync();
        using var refused = await test.Anonymous.GetAsync("/api/openapi.json");
        await refused.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        using var client = await test.ClientAsync("viewer");
        using var answer = await client.GetAsync("/api/openapi.json");
        var document = await answer.JsonAsync();
        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var served = test.Server.Endpoints.OfType<RouteEndpoint>().Select(e => "/" + e.RoutePattern.RawText!.Trim('/'))
            .Where(p => !p.Contains("**", StringComparison.Ordinal) && !p.StartsWith("/iceberg/", StringComparison.Ordinal) && p != "/api/openapi.json").ToHashSet(StringComparer.Ordinal);
        Assert.Equal(served.Order(StringComparer.Ordinal), described.Select(p => "/" + p.Trim('/')).Order(StringComparer.Ordinal));
        var submit = document.GetProperty("paths").GetProperty("/api/v3/sql").GetProperty("post");
        Assert.Equal("Needs the permission ReadRows.", submit.GetProperty("description").GetString());
    }
}
