using System.Security.Cryptography;
using Tarn.Project.Secrets;
using Tarn.Security.Roles;
using Tarn.Security.Tokens;

namespace Tarn.Security.Identity;

/// <summary>Users with passwords: login, creation, change.</summary>
public sealed class Accounts(IUserStore users, TokenAuthority tokens, LoginThrottle throttle, TimeProvider time)
{
    public const string FirstUser = "admin";

    const int ShortestPassword = 8;
    const int LongestPassword = 1000;

    /// <summary>No 0/O, 1/l/I: a generated password is typed from a terminal.</summary>
    const string PasswordAlphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>A password of 20 characters of 56 is 116 bits.</summary>
    const int GeneratedLength = 20;

    /// <summary>Verified for unknown users, so that the time of a refusal does not tell whether the name exists.</summary>
    static readonly Lazy<PasswordHash> Nobody = new(() => PasswordHash.Of(GeneratePassword()));

    /// <param name="name">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="address">Of the caller, for the throttle.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async Task<LoginOutcome> LoginAsync(string name, Secret password, string address, CancellationToken cancellationToken)
    {
        var normal = name.Trim().ToLowerInvariant();
        if (throttle.Wait(normal, address) is { } wait) return new LoginOutcome.Locked(wait);
        var user = normal.Length <= 100 ? await users.FindAsync(normal, cancellationToken).ConfigureAwait(false) : null;
        var known = user is { IsDisabled: false, Password: not null };
        var hash = known ? user!.Password! : Nobody.Value;
        var matches = password.Expose().Length <= LongestPassword && await Task.Run(() => hash.Verify(password), cancellationToken).ConfigureAwait(false);
        if (!known || !matches)
        {
            throttle.Failed(normal, address);
            return new LoginOutcome.Refused();
        }
        throttle.Succeeded(normal);
        if (hash.IsOutdated) _ = await users.UpdateAsync(user! with { Password = PasswordHash.Of(password) }, cancellationToken).ConfigureAwait(false);
        return new LoginOutcome.Accepted(user!.ToPrincipal());
    }

    /// <summary>Creates the administrator of a new project folder. Null where there are users already.</summary>
    /// <returns>The random password, which is known nowhere else: to be shown once.</returns>
    public async Task<Secret?> CreateFirstAdministratorAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in users.ListAsync(cancellationToken).ConfigureAwait(false)) return null;
        var password = GeneratePassword();
        var user = new User(FirstUser, PasswordHash.Of(password), [Role.Admin.Name], false, time.GetUtcNow());
        return await users.AddFirstAsync(user, cancellationToken).ConfigureAwait(false) ? password : null;
    }

    /// <exception cref="AccessException">The name, password or a role is not acceptable, or the name is taken.</exception>
    public async Task<User> CreateAsync(string name, Secret password, IReadOnlyList<string> roles, CancellationToken cancellationToken)
    {
        foreach (var role in roles) _ = Role.Named(role);
        var user = new User(UserName.Normalize(name), Hash(password), [.. roles], false, time.GetUtcNow());
        return await users.AddAsync(user, cancellationToken).ConfigureAwait(false)
            ? user
            : throw new AccessException(SecurityErrorKind.Exists, $"there is a user \"{user.Name}\" already");
    }

    /// <summary>Sets a password, and ends the user's sessions: whoever had the old one is out. Tokens of programs stay.</summary>
    /// <returns>How many sessions there were.</returns>
    /// <exception cref="AccessException">The password is not acceptable, or there is no such user.</exception>
    public async Task<int> ChangePasswordAsync(string name, Secret password, CancellationToken cancellationToken)
    {
        var user = await users.FindAsync(UserName.Normalize(name), cancellationToken).ConfigureAwait(false);
        if (user is null || !await users.UpdateAsync(user with { Password = Hash(password) }, cancellationToken).ConfigureAwait(false))
            throw new AccessException(SecurityErrorKind.NotFound, $"there is no user \"{name}\"");
        throttle.Succeeded(user.Name);
        return await tokens.EndSessionsAsync(user.Name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Random, from an alphabet without look-alikes.</summary>
    public static Secret GeneratePassword() => new(RandomNumberGenerator.GetString(PasswordAlphabet, GeneratedLength));

    static PasswordHash Hash(Secret password) => password.Expose().Length is >= ShortestPassword and <= LongestPassword
        ? PasswordHash.Of(password)
        : throw new AccessException(SecurityErrorKind.Invalid, $"a password has {ShortestPassword} to {LongestPassword} characters");
}
