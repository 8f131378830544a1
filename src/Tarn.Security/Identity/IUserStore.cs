namespace Tarn.Security.Identity;

/// <summary>Where users are kept. Names are already normalized.</summary>
public interface IUserStore
{
    IAsyncEnumerable<User> ListAsync(CancellationToken cancellationToken);

    Task<User?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>False where a user of that name exists; it is left as it is.</summary>
    Task<bool> AddAsync(User user, CancellationToken cancellationToken);

    /// <summary>Adds the user only where there is none at all, in one step: of several first starts at once, one creates the administrator.</summary>
    Task<bool> AddFirstAsync(User user, CancellationToken cancellationToken);

    /// <summary>Replaces everything but the name. False where there is no such user.</summary>
    Task<bool> UpdateAsync(User user, CancellationToken cancellationToken);

    /// <summary>With all tokens of the user. False where there is no such user.</summary>
    Task<bool> RemoveAsync(string name, CancellationToken cancellationToken);
}
