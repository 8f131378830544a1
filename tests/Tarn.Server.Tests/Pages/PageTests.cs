using System.Net;
using System.Text.RegularExpressions;

namespace Tarn.Server.Pages;

public sealed partial class PageTests : IAsyncLifetime
{
    TestServer _test = null!;

    public async Task InitializeAsync()
    {
        _test = await TestServer.StartAsync();
        Directory.CreateDirectory(Path.Combine(_test.WebFolder, "assets"));
        Write("index.html", "<!doctype html><script nonce=\"__TARN_NONCE__\" src=\"/assets/app-1a2b.js\"></script><style nonce=\"__TARN_NONCE__\"></style>");
        Write("assets/app-1a2b.js", "plain");
        Write("assets/app-1a2b.js.br", "brotli");
        Write("assets/app-1a2b.js.gz", "gzip");
        Write("assets/logo.svg", "<svg/>");
        Write("favicon.svg", "<svg/>");
        Write("secret.db", "not for anybody");
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/sql")]
    [InlineData("/catalog/gold/daily_revenue/snapshots")]
    [InlineData("/apiary")]
    public async Task Each_path_of_the_browsers_router_is_the_start_page_with_a_fresh_nonce(string path)
    {
        var first = await PageAsync(path);
        var second = await PageAsync(path);
        Assert.Equal(2, Nonce().Count(first.Body));
        Assert.Single(Nonce().Matches(first.Body).Select(m => m.Groups[1].Value).Distinct());
        Assert.NotEqual(Nonce().Match(first.Body).Groups[1].Value, Nonce().Match(second.Body).Groups[1].Value);
        Assert.Contains($"'nonce-{Nonce().Match(first.Body).Groups[1].Value}'", first.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", first.Policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br, gzip", "br", "brotli")]
    [InlineData("gzip", "gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip", "gzip")]
    [InlineData("*", "br", "brotli")]
    [InlineData("identity", null, "plain")]
    [InlineData("", null, "plain")]
    public async Task Assets_come_in_the_best_encoding_that_the_browser_takes_and_are_kept_for_ever(string accept, string? encoding, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/app-1a2b.js");
        if (accept.Length > 0) request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        using var answer = await _test.Anonymous.SendAsync(request);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("/assets/nothing.js")]
    [InlineData("/assets/../secret.db")]
    [InlineData("/assets/%2e%2e/secret.db")]
    [InlineData("/assets/..%2f..%2f.tarn%2fserver.json")]
    [InlineData("/secret.db")]
    [InlineData("/api/nothing")]
    [InlineData("/api/ui/v1/nothing")]
    public async Task What_the_build_does_not_list_is_not_served(string path)
    {
        // A Uri would normalize the dots away before they are sent.
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _test.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/octet-stream\r\nConnection: close\r\n\r\n"));
        var answer = await new StreamReader(stream).ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("not for anybody", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("startedAt", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_beside_the_start_page_are_served_and_asked_for_again()
    {
        using var answer = await _test.Anonymous.GetAsync("/favicon.svg");
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task A_new_build_is_served_without_a_restart()
    {
        _ = await PageAsync("/");
        Write("assets/app-3c4d.js", "new");
        Write("index.html", "new page __TARN_NONCE__");
        File.SetLastWriteTimeUtc(Path.Combine(_test.WebFolder, "index.html"), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.StartsWith("new page", (await PageAsync("/")).Body, StringComparison.Ordinal);
        Assert.Equal("new", await _test.Anonymous.GetStringAsync("/assets/app-3c4d.js"));
    }

    [Fact]
    public async Task Without_a_build_the_page_says_how_to_make_one_and_the_API_works()
    {
        File.Delete(Path.Combine(_test.WebFolder, "index.html"));
        using var request = Html("/");
        using var answer = await _test.Anonymous.SendAsync(request);
        var problem = await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Contains("npm run build", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("ok\n", await _test.Anonymous.GetStringAsync("/healthz"));
    }

    async Task<(string Body, string Policy)> PageAsync(string path)
    {
        using var request = Html(path);
        using var answer = await _test.Anonymous.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        return (await answer.Content.ReadAsStringAsync(), answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    static HttpRequestMessage Html(string path) => new(HttpMethod.Get, path) { Headers = { { "Accept", "text/html,application/xhtml+xml;q=0.9" } } };

    void Write(string name, string text) => File.WriteAllText(Path.Combine(_test.WebFolder, name), text);

    [GeneratedRegex("nonce=\"([A-Za-z0-9_-]{22})\"")]
    private static partial Regex Nonce();
}
