using System.Net;
using System.Text.Json;
using Tarn.Project.Yaml;

namespace Tarn.Server.QueryApi;

public sealed class QueryApiTests(TestServerFixture fixture) : IClassFixture<TestServerFixture>
{
    const string Endless = "SELECT count(*) FROM range(100000000000) a WHERE hash(a.range) % 7 = 8";

    readonly TestServer _test = fixture.Test;

    [Fact]
    public async Task A_statement_is_submitted_polled_and_read()
    {
        using var client = await _test.ClientAsync();
        var (id, job) = await FinishAsync(client, "SELECT 7 AS n, 'é' AS s, 12345678901234567890.12::DECIMAL(38,2) AS d, 9007199254740993 AS big");
        Assert.Equal("COMPLETED", job.GetProperty("jobState").GetString());
        Assert.Equal(1, job.GetProperty("rowCount").GetInt64());
        Assert.Equal("", job.GetProperty("errorMessage").GetString());
        Assert.True(job.GetProperty("endedAt").GetDateTimeOffset() >= job.GetProperty("startedAt").GetDateTimeOffset());
        using var answer = await client.GetAsync($"/api/v3/job/{id}/results");
        var page = await answer.JsonAsync();
        Assert.Equal(1, page.GetProperty("rowCount").GetInt64());
        Assert.Equal(["n INTEGER", "s VARCHAR", "d DECIMAL", "big BIGINT"],
            page.GetProperty("schema").EnumerateArray().Select(c => $"{c.GetProperty("name")} {c.GetProperty("type").GetProperty("name")}"));
        var row = page.GetProperty("rows")[0];
        Assert.Equal(7, row.GetProperty("n").GetInt32());
        Assert.Equal("é", row.GetProperty("s").GetString());
        Assert.Equal("12345678901234567890.12", row.GetProperty("d").GetString());
        Assert.Equal("9007199254740993", row.GetProperty("big").GetString());
    }

    [Theory]
    [InlineData(0, 500, 0, 500)]
    [InlineData(500, 500, 500, 500)]
    [InlineData(1150, 500, 1150, 84)]
    [InlineData(99, 2, 99, 2)]
    [InlineData(1234, 10, 0, 0)]
    [InlineData(99999, 10, 0, 0)]
    public async Task Pages_hold_exactly_the_rows_asked_for(int offset, int limit, int first, int count)
    {
        using var client = await _test.ClientAsync();
        var (id, _) = await FinishAsync(client, "SELECT range AS n, repeat('line\n', (range % 50)::INTEGER) AS t FROM range(1234) ORDER BY n");
        using var answer = await client.GetAsync($"/api/v3/job/{id}/results?offset={offset}&limit={limit}");
        var page = await answer.JsonAsync();
        Assert.Equal(1234, page.GetProperty("rowCount").GetInt64());
        Assert.Equal(Enumerable.Range(first, count), page.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("n").GetInt32()));
    }

    [Theory]
    [InlineData("offset=-1", "invalidRequest")]
    [InlineData("limit=0", "invalidRequest")]
    [InlineData("limit=501", "invalidRequest")]
    [InlineData("limit=many", "invalidRequest")]
    public async Task A_page_that_cannot_be_is_an_invalid_request(string query, string kind)
    {
        using var client = await _test.ClientAsync();
        var (id, _) = await FinishAsync(client, "SELECT 1");
        using var answer = await client.GetAsync($"/api/v3/job/{id}/results?{query}");
        await answer.IsProblemAsync(HttpStatusCode.BadRequest, kind);
    }

    [Fact]
    public async Task A_failed_statement_says_why_in_the_job()
    {
        using var client = await _test.ClientAsync();
        var (id, job) = await FinishAsync(client, "SELECT * FROM not_there");
        Assert.Equal("FAILED", job.GetProperty("jobState").GetString());
        Assert.Contains("not_there", job.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        using var answer = await client.GetAsync($"/api/v3/job/{id}/results");
        var problem = await answer.IsProblemAsync(HttpStatusCode.BadRequest, "invalidRequest");
        Assert.Contains("not_there", problem.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_without_rows_answers_one_row_about_what_it_did()
    {
        using var client = await _test.ClientAsync();
        var name = $"n{Guid.NewGuid():N}";
        var (id, job) = await FinishAsync(client, $"CREATE SCHEMA {name}", ["main"]);
        Assert.Equal("COMPLETED", job.GetProperty("jobState").GetString());
        Assert.Equal(1, job.GetProperty("rowCount").GetInt64());
        using var answer = await client.GetAsync($"/api/v3/job/{id}/results");
        var row = (await answer.JsonAsync()).GetProperty("rows")[0];
        Assert.True(row.GetProperty("ok").GetBoolean());
        Assert.Contains(name, row.GetProperty("summary").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_statement_is_cancelled_and_says_by_whom()
    {
        using var client = await _test.ClientAsync();
        var id = await SubmitAsync(client, Endless);
        using var early = await client.GetAsync($"/api/v3/job/{id}/results");
        await early.IsProblemAsync(HttpStatusCode.Conflict, "conflict");
        using var cancel = await client.PostAsync($"/api/v3/job/{id}/cancel", (HttpContent?)null);
        Assert.Equal(HttpStatusCode.NoContent, cancel.StatusCode);
        var job = await EndAsync(client, id);
        Assert.Equal("CANCELED", job.GetProperty("jobState").GetString());
        Assert.Contains("admin", job.GetProperty("cancellationReason").GetString(), StringComparison.Ordinal);
        using var twice = await client.PostAsync($"/api/v3/job/{id}/cancel", (HttpContent?)null);
        await twice.IsProblemAsync(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task Who_sees_the_end_of_a_statement_may_start_the_next_at_once_where_only_one_may_run()
    {
        await using var test = await TestServer.StartAsync(setup => setup with { Limits = setup.Limits with { MaxQueryJobs = 1 } });
        using var client = await test.ClientAsync();
        for (var round = 0; round < 10; round++)
        {
            _ = await FinishAsync(client, "SELECT 1");
            _ = await FinishAsync(client, "SELECT * FROM not_there");
        }
        var id = await SubmitAsync(client, Endless);
        using var refused = await client.PostAsync("/api/v3/sql", new { sql = "SELECT 1" });
        var problem = await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "busy");
        Assert.Equal("server.maxQueryJobs", problem.GetProperty("setting").GetString());
        using var cancel = await client.PostAsync($"/api/v3/job/{id}/cancel", (HttpContent?)null);
        Assert.Equal("CANCELED", (await EndAsync(client, id)).GetProperty("jobState").GetString());
        Assert.Equal("COMPLETED", (await FinishAsync(client, "SELECT 1")).Job.GetProperty("jobState").GetString());
    }

    [Fact]
    public async Task Other_peoples_jobs_are_not_there()
    {
        using var admin = await _test.ClientAsync();
        using var viewer = await _test.ClientAsync("viewer");
        var (id, _) = await FinishAsync(admin, "SELECT 1");
        foreach (var path in new[] { $"/api/v3/job/{id}", $"/api/v3/job/{id}/results", "/api/v3/job/nonsense", $"/api/v3/job/{Guid.NewGuid()}" })
        {
            using var answer = await viewer.GetAsync(path);
            await answer.IsProblemAsync(HttpStatusCode.NotFound, "notFound");
        }
        var (own, _) = await FinishAsync(viewer, "SELECT 1");
        using var seen = await admin.GetAsync($"/api/v3/job/{own}");
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
    }

    [Fact]
    public async Task A_viewer_may_read_and_not_write()
    {
        using var viewer = await _test.ClientAsync("viewer");
        var (_, job) = await FinishAsync(viewer, "CREATE SCHEMA not_allowed");
        Assert.Equal("FAILED", job.GetProperty("jobState").GetString());
        Assert.Contains("viewer", job.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_over_the_limit_fails_by_the_settings_name_and_leaves_no_file()
    {
        await using var test = await TestServer.StartAsync(setup => setup with { Limits = setup.Limits with { MaxResultRows = 1000 } });
        using var client = await test.ClientAsync();
        var (_, job) = await FinishAsync(client, "SELECT * FROM range(100000)");
        Assert.Equal("FAILED", job.GetProperty("jobState").GetString());
        Assert.Contains("1,000 rows", job.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(test.StateFolder, "*.ndjson", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Old_results_make_room_for_new_ones()
    {
        await using var test = await TestServer.StartAsync(setup => setup with { Limits = setup.Limits with { MaxResults = new ByteSize(30_000) } });
        using var client = await test.ClientAsync();
        var (old, _) = await FinishAsync(client, "SELECT * FROM range(1500)");
        var (recent, _) = await FinishAsync(client, "SELECT * FROM range(1500)");
        using var gone = await client.GetAsync($"/api/v3/job/{old}/results");
        var problem = await gone.IsProblemAsync(HttpStatusCode.NotFound, "notFound");
        Assert.Contains("resultRetention", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var kept = await client.GetAsync($"/api/v3/job/{recent}/results");
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
    }

    [Theory]
    [InlineData("{\"sql\":\"\"}")]
    [InlineData("{}")]
    [InlineData("{\"sql\":5}")]
    [InlineData("{\"sql\":\"SELECT 1\",\"context\":\"main\"}")]
    [InlineData("\"SELECT 1\"")]
    public async Task What_is_no_statement_is_refused_at_once(string body)
    {
        using var client = await _test.ClientAsync();
        using var answer = await client.PostAsync("/api/v3/sql", new StringContent(body, null, "application/json"));
        await answer.IsProblemAsync(HttpStatusCode.BadRequest, "invalidRequest");
    }

    [Theory]
    [InlineData("SELECT '\u0000'")]
    [InlineData("SELECT '\ud83d\ude00' AS \"\ud83d\ude00\"")]
    [InlineData("SELECT '</script><script>alert(1)</script>' AS \"<b>\"")]
    [InlineData("; ; ;")]
    [InlineData("SELECT $1")]
    [InlineData("SELECT 1; DROP TABLE x")]
    public async Task Hostile_statements_end_like_others(string sql)
    {
        using var client = await _test.ClientAsync();
        var (_, job) = await FinishAsync(client, sql);
        Assert.True(job.GetProperty("jobState").GetString() is "COMPLETED" or "FAILED");
        Assert.DoesNotContain("defect in Tarn", job.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_cancels_what_outlasts_the_grace_and_the_job_says_why()
    {
        var test = await TestServer.StartAsync(setup => setup with { Limits = setup.Limits with { StopGrace = TimeSpan.FromMilliseconds(100) } });
        using var client = await test.ClientAsync();
        var id = await SubmitAsync(client, Endless);
        await test.Server.StopAsync();
        Assert.True(Tarn.Operate.Jobs.JobId.TryParse(id, out var jobId));
        Tarn.Operate.Jobs.Job? job = null;
        for (var i = 0; i < 200 && job?.State != Tarn.Operate.Jobs.JobState.Cancelled; i++)
        {
            await Task.Delay(10);
            job = await test.Jobs.FindAsync(jobId, CancellationToken.None);
        }
        Assert.Contains("the server, which was stopped", job!.Error!.Message, StringComparison.Ordinal);
        await test.DisposeAsync();
    }

    static async Task<string> SubmitAsync(HttpClient client, string sql, string[]? context = null)
    {
        using var answer = await client.PostAsync("/api/v3/sql", new { sql, context });
        return (await answer.JsonAsync()).GetProperty("id").GetString()!;
    }

    static async Task<(string Id, JsonElement Job)> FinishAsync(HttpClient client, string sql, string[]? context = null)
    {
        var id = await SubmitAsync(client, sql, context);
        return (id, await EndAsync(client, id));
    }

    static async Task<JsonElement> EndAsync(HttpClient client, string id)
    {
        for (var i = 0; i < 2000; i++)
        {
            using var answer = await client.GetAsync($"/api/v3/job/{id}");
            var job = await answer.JsonAsync();
            if (job.GetProperty("jobState").GetString() is not ("PENDING" or "RUNNING")) return job;
            await Task.Delay(10);
        }
        throw new TimeoutException(id);
    }
}
