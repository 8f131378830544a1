using System.Net;
using System.Text;
using Tarn.Project.Yaml;

namespace Tarn.Server.Requests;

public sealed class RequestTests : IAsyncLifetime
{
    TestServer _test = null!;

    public async Task InitializeAsync() => _test = await TestServer.StartAsync(setup => setup with { Limits = setup.Limits with { MaxBody = new ByteSize(1000) } });

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_body_over_the_limit_is_refused_by_the_settings_name()
    {
        using var answer = await _test.Anonymous.PostAsync("/apiv2/login", new { userName = new string('x', 2000), password = "y" });
        var problem = await answer.IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "tooLarge");
        Assert.Equal("server.maxBodyBytes", problem.GetProperty("setting").GetString());
        Assert.Equal(problem.GetProperty("detail").GetString(), problem.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task A_name_that_is_not_loopbacks_is_not_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = "evil.example" } };
        using var answer = await _test.Anonymous.SendAsync(request);
        await answer.IsProblemAsync(HttpStatusCode.BadRequest, "invalidRequest");
    }

    [Fact]
    public async Task A_trace_begun_by_the_caller_goes_on_in_the_log()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        Assert.True(request.Headers.TryAddWithoutValidation("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));
        using var answer = await _test.Anonymous.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
        await Eventually.HoldsAsync(() => _test.Log.All.Any(line => line.Contains("GET /healthz 200", StringComparison.Ordinal) && line.Contains(Trace, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_form_that_another_site_could_send_is_not_taken_for_JSON(string type)
    {
        using var answer = await _test.Anonymous.PostAsync("/apiv2/login", new StringContent("{\"userName\":\"admin\",\"password\":\"admin-password\"}", Encoding.UTF8, type));
        await answer.IsProblemAsync(HttpStatusCode.BadRequest, "invalidRequest");
    }

    [Theory]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData("Bearer")]
    [InlineData("Bearer ../../etc")]
    [InlineData("_dremio")]
    [InlineData("_dremionull")]
    [InlineData("Bearer \u00e9\u00e9")]
    public async Task A_header_that_is_no_token_of_ours_is_unauthenticated(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/ui/v1/session");
        Assert.True(request.Headers.TryAddWithoutValidation("Authorization", header));
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = _test.Address };
        using var answer = await client.SendAsync(request);
        await answer.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Requests_beyond_the_limit_are_told_to_come_back()
    {
        var release = new TaskCompletionSource();
        await using var test = await TestServer.StartAsync(setup => setup with
        {
            Limits = setup.Limits with { MaxRequests = 1 },
            Checks = [new Health.ReadinessCheck("slow", _ => release.Task)],
        });
        var slow = test.Anonymous.GetAsync("/readyz");
        await Task.Delay(100);
        using var busy = await test.Anonymous.GetAsync("/api/ui/v1/session");
        var problem = await busy.IsProblemAsync(HttpStatusCode.TooManyRequests, "busy");
        Assert.Equal("server.maxRequests", problem.GetProperty("setting").GetString());
        using var health = await test.Anonymous.GetAsync("/healthz");
        Assert.True(health.IsSuccessStatusCode);
        release.SetResult();
        using var _ = await slow;
    }
}
