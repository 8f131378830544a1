using System.Net;
using System.Net.Http.Headers;
using Tarn.Project.Secrets;
using Tarn.Security.Tokens;

namespace Tarn.Server.Identity;

public sealed class LoginTests : IAsyncLifetime
{
    const string Session = "/api/ui/v1/session";

    TestServer _test = null!;

    public async Task InitializeAsync() => _test = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task A_login_gives_a_cookie_that_scripts_cannot_read_and_the_facts_of_the_session()
    {
        using var client = _test.NewClient();
        using var answer = await client.PostAsync(Session, new { user = "viewer", password = "viewer-password" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("tarn_session=tarn_", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var session = await answer.JsonAsync();
        Assert.Equal("viewer", session.GetProperty("user").GetString());
        Assert.Equal("viewer", session.GetProperty("roles")[0].GetString());
        Assert.Equal("shop", session.GetProperty("project").GetString());
        Assert.Equal(1_000_000, session.GetProperty("maxResultRows").GetInt64());
        Assert.False(string.IsNullOrEmpty(session.GetProperty("version").GetString()));
    }

    [Theory]
    [InlineData("admin", "wrong")]
    [InlineData("nobody", "admin-password")]
    [InlineData("ADMIN' OR '1'='1", "x")]
    public async Task A_wrong_user_and_a_wrong_password_are_told_the_same(string user, string password)
    {
        using var answer = await _test.Anonymous.PostAsync(Session, new { user, password });
        var problem = await answer.IsProblemAsync(HttpStatusCode.Unauthorized, "loginFailed");
        Assert.Equal("The user or the password is wrong.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Repeated_failures_are_told_to_wait_even_with_the_right_password()
    {
        HttpResponseMessage? last = null;
        for (var i = 0; i < 8 && last?.StatusCode != HttpStatusCode.TooManyRequests; i++)
        {
            last?.Dispose();
            last = await _test.Anonymous.PostAsync(Session, new { user = "editor", password = "guess" });
        }
        await last!.IsProblemAsync(HttpStatusCode.TooManyRequests, "tooManyAttempts");
        Assert.True(last!.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        last.Dispose();
        using var right = await _test.Anonymous.PostAsync(Session, new { user = "editor", password = "editor-password" });
        await right.IsProblemAsync(HttpStatusCode.TooManyRequests, "tooManyAttempts");
    }

    /// <summary>Whoever had the old password is out at once; programs go on with their tokens.</summary>
    [Fact]
    public async Task A_new_password_ends_the_sessions_and_tokens_of_programs_go_on()
    {
        var (browser, _) = await _test.BrowserAsync();
        using var first = browser;
        var (colleague, _) = await _test.BrowserAsync("viewer");
        using var other = colleague;
        using var program = _test.NewClient();
        var token = await _test.Tokens.IssueAsync("admin", TokenKind.Personal, "spark", TimeSpan.FromDays(1), CancellationToken.None);
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text.Expose());
        using var before = await browser.GetAsync(Session);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(1, await _test.Accounts.ChangePasswordAsync("Admin", new Secret("another password"), CancellationToken.None));
        using var after = await browser.GetAsync(Session);
        await after.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        using var goesOn = await program.GetAsync("/api/ui/v1/catalog");
        Assert.Equal(HttpStatusCode.OK, goesOn.StatusCode);
        using var theirs = await colleague.GetAsync(Session);
        Assert.Equal(HttpStatusCode.OK, theirs.StatusCode);
    }

    [Fact]
    public async Task A_change_with_the_cookie_needs_the_header_and_reading_does_not()
    {
        var (browser, csrf) = await _test.BrowserAsync();
        using var _ = browser;
        using var read = await browser.GetAsync(Session);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        using var bare = await browser.DeleteAsync(Session);
        await bare.IsProblemAsync(HttpStatusCode.Forbidden, "csrf");
        using var forged = new HttpRequestMessage(HttpMethod.Delete, Session) { Headers = { { "X-Tarn-Csrf", csrf + "x" } } };
        using var refused = await browser.SendAsync(forged);
        await refused.IsProblemAsync(HttpStatusCode.Forbidden, "csrf");
        using var still = await browser.GetAsync(Session);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_logout_ends_the_session_on_the_server_too()
    {
        var (browser, csrf) = await _test.BrowserAsync();
        using var _ = browser;
        Assert.Single(await TokensOfAsync("admin"));
        using var request = new HttpRequestMessage(HttpMethod.Delete, Session) { Headers = { { "X-Tarn-Csrf", csrf } } };
        using var gone = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        using var after = await browser.GetAsync(Session);
        await after.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Empty(await TokensOfAsync("admin"));
    }

    [Theory]
    [InlineData("_dremio")]
    [InlineData("Bearer ")]
    public async Task The_query_APIs_login_gives_a_token_that_the_header_takes(string prefix)
    {
        using var login = await _test.Anonymous.PostAsync("/apiv2/login", new { userName = "admin", password = "admin-password" });
        var answer = await login.JsonAsync();
        Assert.True(answer.GetProperty("admin").GetBoolean());
        Assert.True(answer.GetProperty("expires").GetInt64() > TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        using var request = new HttpRequestMessage(HttpMethod.Get, Session);
        Assert.True(request.Headers.TryAddWithoutValidation("Authorization", prefix + answer.GetProperty("token").GetString()));
        using var session = await _test.Anonymous.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
    }

    [Fact]
    public async Task Tokens_outlive_the_server_and_are_not_stored_in_clear()
    {
        var token = await _test.TokenAsync("viewer");
        await _test.StopAsync();
        await using var again = await TestServer.StartAsync(over: _test);
        using var client = again.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var session = await client.GetAsync(Session);
        Assert.Equal("viewer", (await session.JsonAsync()).GetProperty("user").GetString());
        await foreach (var stored in again.TokenStore.ListAsync(null, CancellationToken.None)) Assert.Equal(32, stored.Hash.Length);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"user\":7,\"password\":{}}")]
    [InlineData("{\"user\":\"admin\"}")]
    [InlineData("null")]
    public async Task A_body_that_is_no_login_is_an_invalid_request(string body)
    {
        using var answer = await _test.Anonymous.PostAsync(Session, new StringContent(body, null, "application/json"));
        await answer.IsProblemAsync(HttpStatusCode.BadRequest, "invalidRequest");
    }

    async Task<int[]> TokensOfAsync(string user)
    {
        var found = new List<int>();
        await foreach (var token in _test.TokenStore.ListAsync(user, CancellationToken.None)) found.Add(token.Hash.Length);
        return [.. found];
    }
}
