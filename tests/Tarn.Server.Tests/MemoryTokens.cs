using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tarn.Security.Tokens;

namespace Tarn.Server;

/// <summary>A token store for servers under test that need no file.</summary>
sealed class MemoryTokens : ITokenStore
{
    readonly ConcurrentDictionary<TokenId, AccessToken> _tokens = new();

    public Task AddAsync(AccessToken token, CancellationToken cancellationToken)
    {
        _tokens[token.Id] = token;
        return Task.CompletedTask;
    }

    public Task<AccessToken?> FindAsync(ImmutableArray<byte> hash, CancellationToken cancellationToken) =>
        Task.FromResult(_tokens.Values.FirstOrDefault(t => t.Hash.AsSpan().SequenceEqual(hash.AsSpan())));

    public async IAsyncEnumerable<AccessToken> ListAsync(string? user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var token in _tokens.Values.Where(t => user is null || t.User == user).OrderByDescending(t => t.Created)) yield return token;
    }

    public Task<bool> RemoveAsync(TokenId id, CancellationToken cancellationToken) => Task.FromResult(_tokens.TryRemove(id, out _));

    public Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Task.FromResult(_tokens.Values.Count(t => t.Expires < before && _tokens.TryRemove(t.Id, out _)));
}
