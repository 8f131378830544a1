using System.Collections.Immutable;

namespace Tarn.Security.Tokens;

/// <summary>Where tokens are kept.</summary>
public interface ITokenStore
{
    Task AddAsync(AccessToken token, CancellationToken cancellationToken);

    Task<AccessToken?> FindAsync(ImmutableArray<byte> hash, CancellationToken cancellationToken);

    /// <summary>All tokens, or those of one user, newest first.</summary>
    IAsyncEnumerable<AccessToken> ListAsync(string? user, CancellationToken cancellationToken);

    /// <summary>False where there is no such token.</summary>
    Task<bool> RemoveAsync(TokenId id, CancellationToken cancellationToken);

    /// <summary>Removes what expired before an instant.</summary>
    Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
