using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Tarn.Operate.Jobs;
using Tarn.Operate.Metrics;
using Tarn.Project.Secrets;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Security.Tokens;
using Tarn.Server.Health;
using Tarn.Testing;

namespace Tarn.Server;

/// <summary>A real server on a free port over a folder of its own, with one user of each role (the password is the name and <c>-password</c>).</summary>
sealed class TestServer : IAsyncDisposable
{
    static readonly ConcurrentDictionary<string, PasswordHash> Hashes = new(StringComparer.Ordinal);

    public TemporaryFolder Folder { get; private init; } = new();

    public MemoryUsers Users { get; private init; } = new();

    public MemoryTokens TokenStore { get; private init; } = new();

    public MemoryJobs JobStore { get; } = new();

    public TokenAuthority Tokens { get; private set; } = null!;

    public LogLines Log { get; } = new();

    public TarnServer Server { get; private set; } = null!;

    public JobRunner Jobs { get; private set; } = null!;

    public Uri Address => Server.Address;

    /// <summary>Without any credential.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public string StateFolder => Folder.File(".tarn");

    public string WebFolder => Folder.File("web");

    public static async Task<TestServer> StartAsync(Func<ServerSetup, ServerSetup>? change = null, TestServer? over = null)
    {
        var test = over is null ? new TestServer() : new TestServer { Folder = over.Folder, Users = over.Users, TokenStore = over.TokenStore };
        var registry = new MetricRegistry();
        var metrics = new JobMetrics(registry);
        test.Tokens = new TokenAuthority(test.TokenStore, test.Users, TimeProvider.System);
        test.Jobs = new JobRunner(test.JobStore, metrics, TimeProvider.System);
        if (over is null) foreach (var role in Role.All) await test.AddUserAsync(role.Name, [role.Name]);
        var setup = new ServerSetup
        {
            ProjectName = "shop",
            StateFolder = test.StateFolder,
            WebFolder = test.WebFolder,
            Port = 0,
            Accounts = new Accounts(test.Users, new LoginThrottle(LoginLimits.Default, TimeProvider.System), TimeProvider.System),
            Tokens = test.Tokens,
            Authorizer = new RoleAuthorizer(),
            Jobs = test.Jobs,
            JobStore = test.JobStore,
            Metrics = registry,
            Checks = [new ReadinessCheck("test", _ => Task.CompletedTask)],
            Logging = test.Log.Factory,
        };
        test.Server = await TarnServer.StartAsync(change?.Invoke(setup) ?? setup, CancellationToken.None);
        test.Anonymous = test.NewClient();
        return test;
    }

    /// <summary>A client with a bearer token of a user.</summary>
    public async Task<HttpClient> ClientAsync(string user = "admin")
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(user));
        return client;
    }

    /// <summary>A client with the cookie of a login, and the anti-forgery value it was given.</summary>
    public async Task<(HttpClient Client, string Csrf)> BrowserAsync(string user = "admin")
    {
        var client = NewClient(cookies: true);
        using var answer = await client.PostAsJsonAsync("/api/ui/v1/session", new { user, password = $"{user}-password" });
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (client, session.GetProperty("csrf").GetString()!);
    }

    public async Task<string> TokenAsync(string user) =>
        (await Tokens.IssueAsync(user, TokenKind.Personal, "test", TimeSpan.FromHours(1), CancellationToken.None)).Text.Expose();

    public HttpClient NewClient(bool cookies = false) =>
        new(new SocketsHttpHandler { UseCookies = cookies, AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };

    public Task AddUserAsync(string name, string[] roles) =>
        Users.AddAsync(new User(name, HashOf(name), [.. roles], false, DateTimeOffset.UnixEpoch), CancellationToken.None);

    /// <summary>Stops the server and keeps the folder and the stores.</summary>
    public async Task StopAsync()
    {
        await Server.StopAsync();
        await Jobs.DisposeAsync();
    }

    /// <summary>A hash takes a fraction of a second on purpose: one a name is enough for all tests.</summary>
    static PasswordHash HashOf(string name) => Hashes.GetOrAdd(name, n => PasswordHash.Of(new Secret($"{n}-password")));

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        await StopAsync();
        Folder.Dispose();
    }
}
