using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Operate.Jobs;
using Tarn.Operate.Metrics;
using Tarn.Project;
using Tarn.Project.Secrets;
using Tarn.Project.Settings;
using Tarn.Security.Identity;
using Tarn.Security.Roles;
using Tarn.Security.Tokens;
using Tarn.Server.Jobs;
using Tarn.Storage.Accounts;
using Tarn.Storage.Catalogs;
using Tarn.Storage.Drafts;
using Tarn.Storage.Idempotency;
using Tarn.Storage.Jobs;
using Tarn.Storage.Local;
using Tarn.Storage.State;
using Tarn.Testing;

namespace Tarn.Server;

/// <summary>A real server on a free port over a folder of its own, with one user of each role (the password is the name and <c>-password</c>).</summary>
sealed class TestServer : IAsyncDisposable
{
    static readonly ConcurrentDictionary<string, PasswordHash> Hashes = new(StringComparer.Ordinal);

    StateDatabase _state = null!;
    bool _closed;
    string[] _allowed = [];

    public TemporaryFolder Folder { get; private init; } = new();

    public LogLines Log { get; } = new();

    public SqliteTokenStore TokenStore { get; private set; } = null!;

    public SqliteJobStore JobStore { get; private set; } = null!;

    public TokenAuthority Tokens { get; private set; } = null!;

    public Accounts Accounts { get; private set; } = null!;

    public Lakehouse Lakehouse { get; private set; } = null!;

    public JobRunner Jobs { get; private set; } = null!;

    public TarnServer Server { get; private set; } = null!;

    public Uri Address => Server.Address;

    /// <summary>Without any credential.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public string StateFolder => Folder.File(".tarn");

    public string WebFolder => Folder.File("web");

    /// <summary>Starts a server.</summary>
    /// <param name="change">Of the setup.</param>
    /// <param name="over">An earlier server whose folder is used again.</param>
    /// <param name="allowed">Folders besides the warehouse that tables may be in.</param>
    public static async Task<TestServer> StartAsync(Func<ServerSetup, ServerSetup>? change = null, TestServer? over = null, string[]? allowed = null)
    {
        var test = new TestServer { Folder = over?.Folder ?? new TemporaryFolder(), _allowed = allowed ?? [] };
        Directory.CreateDirectory(test.StateFolder);
        Directory.CreateDirectory(test.Warehouse);
        test._state = await StateDatabase.OpenAsync(Path.Combine(test.StateFolder, "state.db"), CancellationToken.None);
        var setup = await test.ComposeAsync(isNew: over is null);
        try
        {
            test.Server = await TarnServer.StartAsync(change?.Invoke(setup) ?? setup, CancellationToken.None);
        }
        catch
        {
            await test.CloseAsync();
            if (over is null) test.Folder.Dispose();
            throw;
        }
        test.Anonymous = test.NewClient();
        return test;
    }

    async Task<ServerSetup> ComposeAsync(bool isNew)
    {
        var registry = new MetricRegistry();
        var authorizer = new RoleAuthorizer();
        var time = TimeProvider.System;
        var users = new SqliteUserStore(_state);
        TokenStore = new SqliteTokenStore(_state);
        JobStore = new SqliteJobStore(_state);
        Tokens = new TokenAuthority(TokenStore, users, time);
        Accounts = new Accounts(users, Tokens, new LoginThrottle(LoginLimits.Default, time), time);
        Jobs = new JobRunner(JobStore, new JobMetrics(registry), time, describe: JobProblems.Describe);
        var store = new LocalObjectStore(new AllowedLocations(Warehouse, _allowed));
        var catalog = new SqliteCatalog("tarn", _state, store, $"file://{Warehouse}", time);
        var options = new LakehouseOptions { WarehouseFolder = Warehouse, AllowedFolders = [.. _allowed], TemporaryFolder = Path.Combine(StateFolder, "tmp", Guid.NewGuid().ToString("N")) };
        Lakehouse = new Lakehouse(catalog, store, authorizer, options, time);
        if (isNew)
        {
            foreach (var role in Role.All) _ = await users.AddAsync(new User(role.Name, HashOf(role.Name), [role.Name], false, time.GetUtcNow()), CancellationToken.None);
            await catalog.CreateNamespaceAsync(new Namespace(["main"]), ImmutableSortedDictionary<string, string>.Empty, CancellationToken.None);
        }
        if (!File.Exists(Folder.File(TarnYaml.FileName))) await File.WriteAllTextAsync(Folder.File(TarnYaml.FileName), "");
        return new ServerSetup
        {
            ProjectName = "shop",
            Folder = ProjectFolder.Open(Folder.Path),
            StateFolder = StateFolder,
            WebFolder = WebFolder,
            Port = 0,
            Lakehouse = Lakehouse,
            Accounts = Accounts,
            Tokens = Tokens,
            Authorizer = authorizer,
            Jobs = Jobs,
            JobStore = JobStore,
            Idempotency = new SqliteIdempotencyStore(_state),
            Drafts = new SqliteDraftStore(_state),
            SessionLifetime = TimeSpan.FromHours(12),
            OpenMetrics = true,
            Limits = ServerLimits.Default,
            Metrics = registry,
            Logging = Log.Factory,
        };
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

    /// <summary>Stops the server and keeps the folder.</summary>
    public async Task StopAsync()
    {
        await Server.StopAsync();
        await CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        await StopAsync();
        Folder.Dispose();
    }

    public string Warehouse => Folder.File("warehouse");

    /// <summary>What a client of the REST catalog is given.</summary>
    public string Iceberg => new Uri(Address, "/iceberg").ToString();

    async Task CloseAsync()
    {
        if (_closed) return;
        _closed = true;
        await Jobs.DisposeAsync();
        await Lakehouse.DisposeAsync();
        _state.Dispose();
    }

    /// <summary>A hash takes a fraction of a second on purpose: one a name is enough for all tests.</summary>
    static PasswordHash HashOf(string name) => Hashes.GetOrAdd(name, n => PasswordHash.Of(new Secret($"{n}-password")));
}
