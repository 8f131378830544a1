using System.Net;
using System.Net.Http.Json;

namespace Tarn.Server.Jobs;

public sealed class JobApiTests(TestServerFixture fixture) : IClassFixture<TestServerFixture>
{
    readonly TestServer _test = fixture.Test;

    [Fact]
    public async Task A_viewer_sees_own_jobs_and_an_administrator_everybodys()
    {
        using var viewer = await _test.ClientAsync("viewer");
        using var admin = await _test.ClientAsync();
        await RunAsync(viewer, "SELECT 'by viewer'");
        await RunAsync(admin, "SELECT 'by admin'");
        var own = await ListAsync(viewer, "");
        Assert.Contains(own, job => job.Text == "SELECT 'by viewer'");
        Assert.DoesNotContain(own, job => job.Principal != "viewer");
        var all = await ListAsync(admin, "?state=succeeded&kind=query");
        Assert.Contains(all, job => job.Text == "SELECT 'by viewer'");
        Assert.Contains(all, job => job.Text == "SELECT 'by admin'");
        Assert.All(all, job => Assert.Equal("succeeded", job.State));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        using var client = await _test.ClientAsync("editor");
        for (var i = 0; i < 7; i++) await RunAsync(client, $"SELECT {i}");
        var texts = new List<string>();
        for (string? before = null; ;)
        {
            using var answer = await client.GetAsync($"/api/ui/v1/jobs?limit=3{(before is null ? "" : $"&before={before}")}");
            var page = await answer.JsonAsync();
            texts.AddRange(page.GetProperty("jobs").EnumerateArray().Select(j => j.GetProperty("text").GetString()!));
            if (!page.TryGetProperty("next", out var next)) break;
            before = next.GetString();
        }
        Assert.Equal(["SELECT 6", "SELECT 5", "SELECT 4", "SELECT 3", "SELECT 2", "SELECT 1", "SELECT 0"], texts);
    }

    [Theory]
    [InlineData("state=sleeping")]
    [InlineData("kind=query,nonsense")]
    [InlineData("before=yesterday")]
    [InlineData("limit=many")]
    public async Task A_filter_that_is_none_is_an_invalid_request(string query)
    {
        using var client = await _test.ClientAsync();
        using var answer = await client.GetAsync($"/api/ui/v1/jobs?{query}");
        await answer.IsProblemAsync(HttpStatusCode.BadRequest, "invalidRequest");
    }

    [Fact]
    public async Task A_failed_job_carries_the_problem_that_its_caller_saw()
    {
        using var client = await _test.ClientAsync();
        using var failed = await client.PostAsync("/api/ui/v1/sql/run", new { text = "SELECT * FROM nothing_of_that_name" });
        var problem = await failed.JsonAsync();
        using var answer = await client.GetAsync($"/api/ui/v1/jobs/{problem.GetProperty("job").GetString()}");
        var job = await answer.JsonAsync();
        Assert.Equal("failed", job.GetProperty("state").GetString());
        Assert.False(job.GetProperty("cancellable").GetBoolean());
        Assert.Equal("unknownTable", job.GetProperty("error").GetProperty("kind").GetString());
        Assert.Equal(problem.GetProperty("detail").GetString(), job.GetProperty("error").GetProperty("detail").GetString());
    }

    static async Task RunAsync(HttpClient client, string text)
    {
        using var answer = await client.PostAsJsonAsync("/api/ui/v1/sql/run", new { text });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        _ = await answer.Content.ReadAsByteArrayAsync();
    }

    static async Task<List<(string Text, string Principal, string State)>> ListAsync(HttpClient client, string query)
    {
        using var answer = await client.GetAsync($"/api/ui/v1/jobs{query}");
        return [.. (await answer.JsonAsync()).GetProperty("jobs").EnumerateArray()
            .Select(j => (j.GetProperty("text").GetString()!, j.GetProperty("principal").GetString()!, j.GetProperty("state").GetString()!))];
    }
}
