using System.Net;
using System.Text.Json;

namespace Tarn.Server.Profiles;

public sealed class ProfileTests
{
    [Fact]
    public async Task A_statement_that_ran_says_where_its_time_went_and_one_read_in_the_past_what_it_was()
    {
        await using var test = await TestServer.StartAsync();
        await test.ExecuteAsync("create table main.t (id bigint)", "insert into main.t select range from range(1000)");
        var between = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        await Task.Delay(20);
        await test.ExecuteAsync("insert into main.t select range from range(500)");
        using var client = await test.ClientAsync();
        var job = await StatementAsync(client, new { text = "select count(*) as n from main.t where id > 10" });
        using var answer = await client.GetAsync($"/api/ui/v1/jobs/{job.Job}/profile");
        var profile = await answer.JsonAsync();
        Assert.Equal(2, profile.GetProperty("files").GetProperty("read").GetInt64());
        Assert.Contains(Operators(profile.GetProperty("plan")), o => o.GetProperty("rows").GetInt64() is 989 + 489);
        Assert.True(profile.GetProperty("ms").GetProperty("total").GetDouble() > 0);
        Assert.True(profile.GetProperty("peakMemory").GetInt64() >= 0);

        var past = await StatementAsync(client, new { text = "select count(*) as n from main.t where id > 10", asOf = between });
        Assert.NotEqual(job.Snapshot, past.Snapshot);
        using var of = await client.GetAsync($"/api/ui/v1/jobs/{past.Job}/profile");
        Assert.Equal(1, (await of.JsonAsync()).GetProperty("files").GetProperty("read").GetInt64());
        using var change = await client.PostAsync("/api/ui/v1/sql/run", new { text = "insert into main.t values (1)", asOf = between });
        await change.IsProblemAsync(HttpStatusCode.BadRequest, "invalidValue");
        using var other = await test.ClientAsync("viewer");
        using var hidden = await other.GetAsync($"/api/ui/v1/jobs/{job.Job}/profile");
        await hidden.IsProblemAsync(HttpStatusCode.NotFound, "notFound");
    }

    [Fact]
    public async Task All_rows_become_a_parquet_file()
    {
        await using var test = await TestServer.StartAsync();
        using var client = await test.ClientAsync();
        using var answer = await client.PostAsync("/api/ui/v1/sql/export", new { text = "select range as n from range(1000)", format = "parquet" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal("PAR1"u8.ToArray(), bytes[..4]);
        Assert.Equal("PAR1"u8.ToArray(), bytes[^4..]);
        // It goes when the answer has left.
        await Eventually.HoldsAsync(() => !Directory.EnumerateFiles(test.StateFolder, "*.parquet", SearchOption.AllDirectories).Any());
        using var wrong = await client.PostAsync("/api/ui/v1/sql/export", new { text = "select nothing", format = "parquet" });
        await wrong.IsProblemAsync(HttpStatusCode.BadRequest, "unknownColumn");
        using var empty = await client.PostAsync("/api/ui/v1/sql/export", new { text = " ", format = "parquet" });
        await empty.IsProblemAsync(HttpStatusCode.BadRequest, "invalidRequest");
        var metrics = await client.GetStringAsync("/metrics");
        Assert.Contains("tarn_statement_duration_seconds_count{cause=\"ui export\",outcome=\"succeeded\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("tarn_statement_duration_seconds_count{cause=\"ui export\",outcome=\"failed\"} 1", metrics, StringComparison.Ordinal);
    }

    static IEnumerable<JsonElement> Operators(JsonElement plan) => plan.GetProperty("inputs").EnumerateArray().SelectMany(Operators).Append(plan);

    static async Task<(string Job, string? Snapshot)> StatementAsync(HttpClient client, object call)
    {
        using var answer = await client.PostAsync("/api/ui/v1/sql/run", call);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var frames = SqlPage.Frame.ReadAsync(body);
        JsonElement header = default;
        await foreach (var frame in frames) if (header.ValueKind == JsonValueKind.Undefined) header = frame.Header;
        return (header.GetProperty("job").GetString()!, header.GetProperty("tables")[0].GetProperty("snapshot").GetString());
    }
}
