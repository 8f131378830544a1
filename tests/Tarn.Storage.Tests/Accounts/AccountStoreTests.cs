using Tarn.Project.Secrets;
using Tarn.Security;
using Tarn.Security.Identity;
using Tarn.Security.Tokens;
using Tarn.Storage.Accounts;
using Tarn.Storage.State;
using Tarn.Testing;

namespace Tarn.Storage.Tests.Accounts;

/// <summary>Logins and tokens of Tarn.Security over the store that they run on.</summary>
public sealed class AccountStoreTests : IAsyncLifetime
{
    sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddDays(20_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    static readonly Secret Password = new("correct horse");
    static readonly LoginLimits Limits = new(2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromHours(1), 100);

    readonly TemporaryFolder folder = new();
    readonly Clock clock = new();
    StateDatabase database = null!;
    SqliteUserStore users = null!;
    Tarn.Security.Identity.Accounts accounts = null!;
    TokenAuthority tokens = null!;

    public async Task InitializeAsync()
    {
        database = await StateDatabase.OpenAsync(folder.File("state.db"), CancellationToken.None);
        users = new SqliteUserStore(database);
        tokens = new TokenAuthority(new SqliteTokenStore(database), users, clock);
        accounts = new Tarn.Security.Identity.Accounts(users, tokens, new LoginThrottle(Limits, clock), clock);
    }

    public Task DisposeAsync()
    {
        database.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }

    Task<LoginOutcome> LoginAsync(string name, string password, string address = "10.0.0.1") =>
        accounts.LoginAsync(name, new Secret(password), address, CancellationToken.None);

    [Fact]
    public async Task Of_several_first_starts_exactly_one_creates_the_administrator()
    {
        var passwords = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => accounts.CreateFirstAdministratorAsync(CancellationToken.None)));
        var password = Assert.Single(passwords, found => found is not null)!;
        var login = Assert.IsType<LoginOutcome.Accepted>(await LoginAsync("admin", password.Expose()));
        Assert.Equal("admin", Assert.Single(login.Principal.Roles));
        Assert.Null(await accounts.CreateFirstAdministratorAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_login_ignores_the_case_of_the_name_and_no_more()
    {
        _ = await accounts.CreateAsync("Ann", Password, ["viewer"], CancellationToken.None);
        Assert.Equal("ann", Assert.IsType<LoginOutcome.Accepted>(await LoginAsync("ANN", "correct horse")).Principal.Name);
        _ = Assert.IsType<LoginOutcome.Refused>(await LoginAsync("ann", "Correct horse"));
        _ = Assert.IsType<LoginOutcome.Refused>(await LoginAsync("bob", "correct horse"));
    }

    [Fact]
    public async Task Guessing_has_to_wait_ever_longer_and_the_right_password_too()
    {
        _ = await accounts.CreateAsync("ann", Password, ["viewer"], CancellationToken.None);
        for (var i = 0; i < 3; i++) _ = Assert.IsType<LoginOutcome.Refused>(await LoginAsync("ann", "wrong", $"10.0.0.{i}"));
        Assert.Equal(TimeSpan.FromSeconds(1), Assert.IsType<LoginOutcome.Locked>(await LoginAsync("ann", "correct horse", "10.0.0.9")).RetryAfter);
        clock.Now += TimeSpan.FromSeconds(1);
        _ = Assert.IsType<LoginOutcome.Refused>(await LoginAsync("ann", "wrong", "10.0.0.8"));
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.IsType<LoginOutcome.Locked>(await LoginAsync("ann", "correct horse", "10.0.0.9")).RetryAfter);
        clock.Now += TimeSpan.FromSeconds(2);
        _ = Assert.IsType<LoginOutcome.Accepted>(await LoginAsync("ann", "correct horse", "10.0.0.9"));
    }

    [Fact]
    public async Task An_address_that_guesses_at_many_accounts_has_to_wait_for_all_of_them()
    {
        for (var i = 0; i < 3; i++) _ = await LoginAsync($"user{i}", "wrong");
        _ = Assert.IsType<LoginOutcome.Locked>(await LoginAsync("another", "wrong"));
        _ = Assert.IsType<LoginOutcome.Refused>(await LoginAsync("another", "wrong", "10.0.0.2"));
    }

    [Fact]
    public async Task A_disabled_user_has_neither_login_nor_token()
    {
        var ann = await accounts.CreateAsync("ann", Password, ["viewer"], CancellationToken.None);
        var issued = await tokens.IssueAsync("ann", TokenKind.Personal, "grafana", TimeSpan.FromDays(1), CancellationToken.None);
        Assert.Equal("ann", (await tokens.AuthenticateAsync(issued.Text, CancellationToken.None))!.Name);
        Assert.True(await users.UpdateAsync(ann with { IsDisabled = true }, CancellationToken.None));
        Assert.Null(await tokens.AuthenticateAsync(issued.Text, CancellationToken.None));
        _ = Assert.IsType<LoginOutcome.Refused>(await LoginAsync("ann", "correct horse"));
    }

    [Fact]
    public async Task A_token_ends_with_its_expiry_its_revocation_or_its_user()
    {
        _ = await accounts.CreateAsync("ann", Password, ["viewer"], CancellationToken.None);
        async Task<Secret> NewAsync(double hours) =>
            (await tokens.IssueAsync("ann", TokenKind.Session, "login", TimeSpan.FromHours(hours), CancellationToken.None)).Text;
        var (brief, revoked, kept) = (await NewAsync(1), await NewAsync(9), await NewAsync(9));
        Assert.True(await tokens.RevokeAsync(revoked, CancellationToken.None));
        clock.Now += TimeSpan.FromHours(1);
        Assert.Null(await tokens.AuthenticateAsync(brief, CancellationToken.None));
        Assert.Null(await tokens.AuthenticateAsync(revoked, CancellationToken.None));
        Assert.NotNull(await tokens.AuthenticateAsync(kept, CancellationToken.None));
        Assert.True(await users.RemoveAsync("ann", CancellationToken.None));
        Assert.Null(await tokens.AuthenticateAsync(kept, CancellationToken.None));
        Assert.Equal(0, await new SqliteTokenStore(database).ListAsync(null, CancellationToken.None).CountAsync());
    }

    [Fact]
    public async Task Neither_passwords_nor_tokens_are_in_the_file()
    {
        _ = await accounts.CreateAsync("ann", Password, ["viewer"], CancellationToken.None);
        var issued = await tokens.IssueAsync("ann", TokenKind.Personal, "grafana", TimeSpan.FromDays(1), CancellationToken.None);
        database.Dispose();
        var content = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(database.Path));
        Assert.Contains("grafana", content, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", content, StringComparison.Ordinal);
        Assert.DoesNotContain(issued.Text.Expose(), content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "long enough", "viewer")]
    [InlineData("local:ann", "long enough", "viewer")]
    [InlineData("system", "long enough", "viewer")]
    [InlineData("ann", "short", "viewer")]
    [InlineData("ann", "long enough", "owner")]
    public async Task Refuses_names_passwords_and_roles_that_are_not_acceptable(string name, string password, string role) => Assert.Equal(
        SecurityErrorKind.Invalid,
        (await Assert.ThrowsAsync<AccessException>(() => accounts.CreateAsync(name, new Secret(password), [role], CancellationToken.None))).Kind);
}
