using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Tarn.Project.Secrets;
using Tarn.Security.Identity;

namespace Tarn.Security.Tokens;

/// <summary>Issues bearer tokens and recognizes them.</summary>
public sealed class TokenAuthority(ITokenStore tokens, IUserStore users, TimeProvider time)
{
    /// <summary>In front of every token, so that scanners of repositories and logs can find a leaked one.</summary>
    public const string Prefix = "tarn_";

    const int RandomBytes = 32;
    const int LongestName = 200;
    const int LongestToken = 200;

    /// <exception cref="AccessException">The name is empty or too long, or the lifetime is not positive.</exception>
    public async Task<IssuedToken> IssueAsync(string user, TokenKind kind, string name, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > LongestName) throw new AccessException(SecurityErrorKind.Invalid, $"a token's name has 1 to {LongestName} characters");
        if (lifetime <= TimeSpan.Zero) throw new AccessException(SecurityErrorKind.Invalid, "a token must expire in the future");
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var now = time.GetUtcNow();
        var token = new AccessToken(new TokenId(Guid.NewGuid()), kind, user, name, HashOf(text), now, now + lifetime);
        await tokens.AddAsync(token, cancellationToken).ConfigureAwait(false);
        return new IssuedToken(token, new Secret(text));
    }

    /// <summary>Whose token it is, with the user's present roles; null for one that is unknown or expired, or whose user is disabled or gone.</summary>
    public async Task<Principal?> AuthenticateAsync(Secret text, CancellationToken cancellationToken) =>
        (await FindAsync(text, cancellationToken).ConfigureAwait(false))?.Principal;

    /// <summary>Ends a token by its own text: the logout. False where it was none.</summary>
    public async Task<bool> RevokeAsync(Secret text, CancellationToken cancellationToken) =>
        await FindAsync(text, cancellationToken).ConfigureAwait(false) is { } found
        && await tokens.RemoveAsync(found.Token.Id, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends all sessions of a user. Tokens of programs stay.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> EndSessionsAsync(string user, CancellationToken cancellationToken)
    {
        var sessions = new List<TokenId>();
        await foreach (var token in tokens.ListAsync(user, cancellationToken).ConfigureAwait(false))
            if (token.Kind == TokenKind.Session) sessions.Add(token.Id);
        foreach (var session in sessions) _ = await tokens.RemoveAsync(session, cancellationToken).ConfigureAwait(false);
        return sessions.Count;
    }

    /// <summary>A token by its text, and whose it is; null as for <see cref="AuthenticateAsync"/>.</summary>
    public async Task<(AccessToken Token, Principal Principal)?> FindAsync(Secret text, CancellationToken cancellationToken)
    {
        if (text.Expose().Length > LongestToken || !text.Expose().StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var token = await tokens.FindAsync(HashOf(text.Expose()), cancellationToken).ConfigureAwait(false);
        if (token is null || token.Expires <= time.GetUtcNow()) return null;
        var user = await users.FindAsync(token.User, cancellationToken).ConfigureAwait(false);
        return user is { IsDisabled: false } ? (token, user.ToPrincipal()) : null;
    }

    static ImmutableArray<byte> HashOf(string text) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(text))];
}
