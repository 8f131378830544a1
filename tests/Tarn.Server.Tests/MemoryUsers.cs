using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Tarn.Security.Identity;

namespace Tarn.Server;

/// <summary>A user store for servers under test that need no file.</summary>
sealed class MemoryUsers : IUserStore
{
    readonly ConcurrentDictionary<string, User> _users = new(StringComparer.Ordinal);

    public async IAsyncEnumerable<User> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var user in _users.Values) yield return user;
    }

    public Task<User?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_users.GetValueOrDefault(name));

    public Task<bool> AddAsync(User user, CancellationToken cancellationToken) => Task.FromResult(_users.TryAdd(user.Name, user));

    public Task<bool> AddFirstAsync(User user, CancellationToken cancellationToken) => Task.FromResult(_users.IsEmpty && _users.TryAdd(user.Name, user));

    public Task<bool> UpdateAsync(User user, CancellationToken cancellationToken)
    {
        var known = _users.ContainsKey(user.Name);
        if (known) _users[user.Name] = user;
        return Task.FromResult(known);
    }

    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_users.TryRemove(name, out _));
}
