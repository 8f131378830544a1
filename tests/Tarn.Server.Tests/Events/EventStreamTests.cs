using System.Net.Http.Headers;
using System.Net.Http.Json;
using Tarn.Security.Tokens;

namespace Tarn.Server.Events;

public sealed class EventStreamTests(TestServerFixture fixture) : IClassFixture<TestServerFixture>
{
    readonly TestServer _test = fixture.Test;

    [Fact]
    public async Task A_page_hears_of_its_jobs_and_not_of_other_peoples()
    {
        using var viewer = await _test.ClientAsync("viewer");
        using var admin = await _test.ClientAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var stream = await viewer.GetStreamAsync("/api/ui/v1/events", patience.Token);
        using var reader = new StreamReader(stream);
        Assert.Equal(": tarn", await reader.ReadLineAsync(patience.Token));
        await Task.Delay(1500);
        await RunAsync(admin, "SELECT 1 AS hidden_from_viewers");
        await RunAsync(viewer, "SELECT 1 AS seen_by_viewer");
        var heard = "";
        while (!heard.Contains("seen_by_viewer", StringComparison.Ordinal)) heard += await reader.ReadLineAsync(patience.Token) + "\n";
        Assert.Contains("event: job", heard, StringComparison.Ordinal);
        Assert.Contains("id: ", heard, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden_from_viewers", heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_whose_login_was_ended_hears_nothing_more()
    {
        using var viewer = await _test.ClientAsync("viewer");
        using var ended = _test.NewClient();
        var token = await _test.Tokens.IssueAsync("viewer", TokenKind.Session, "browser session", TimeSpan.FromHours(1), CancellationToken.None);
        ended.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text.Expose());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var stream = await ended.GetStreamAsync("/api/ui/v1/events", patience.Token);
        using var reader = new StreamReader(stream);
        Assert.Equal(": tarn", await reader.ReadLineAsync(patience.Token));
        Assert.True(await _test.TokenStore.RemoveAsync(token.Token.Id, CancellationToken.None));
        await Task.Delay(1500);
        await RunAsync(viewer, "SELECT 1 AS after_the_end");
        Assert.DoesNotContain("after_the_end", await reader.ReadToEndAsync(patience.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_of_an_earlier_server_is_told_to_reset()
    {
        using var client = await _test.ClientAsync();
        client.DefaultRequestHeaders.Add("Last-Event-ID", "17");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var stream = await client.GetStreamAsync("/api/ui/v1/events", patience.Token);
        using var reader = new StreamReader(stream);
        var heard = "";
        while (!heard.Contains("data: {}", StringComparison.Ordinal)) heard += await reader.ReadLineAsync(patience.Token) + "\n";
        Assert.Contains("event: reset", heard, StringComparison.Ordinal);
    }

    static async Task RunAsync(HttpClient client, string text)
    {
        using var answer = await client.PostAsJsonAsync("/api/ui/v1/sql/run", new { text });
        _ = await answer.Content.ReadAsByteArrayAsync();
    }
}
