using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Tarn.Security.Identity;
using Tarn.Storage.State;

namespace Tarn.Storage.Accounts;

/// <summary>Users in the state store.</summary>
public sealed class SqliteUserStore(StateDatabase database) : IUserStore
{
    const string Insert = "INSERT INTO users (name, password, roles, disabled, created) SELECT @name, @password, @roles, @disabled, @created";

    public async IAsyncEnumerable<User> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var users = await AccountErrors.TranslateAsync(() => database.ReadAsync(
            session => session.Query("SELECT name, password, roles, disabled, created FROM users ORDER BY name", Read), cancellationToken)).ConfigureAwait(false);
        foreach (var user in users) yield return user;
    }

    public Task<User?> FindAsync(string name, CancellationToken cancellationToken) => AccountErrors.TranslateAsync(() => database.ReadAsync(
        session => session.First("SELECT name, password, roles, disabled, created FROM users WHERE name = @name", Read, ("@name", name)), cancellationToken));

    public Task<bool> AddAsync(User user, CancellationToken cancellationToken) =>
        ChangeAsync(Insert + " WHERE NOT EXISTS (SELECT 1 FROM users WHERE name = @name)", user, cancellationToken);

    public Task<bool> AddFirstAsync(User user, CancellationToken cancellationToken) =>
        ChangeAsync(Insert + " WHERE NOT EXISTS (SELECT 1 FROM users)", user, cancellationToken);

    public Task<bool> UpdateAsync(User user, CancellationToken cancellationToken) => ChangeAsync(
        "UPDATE users SET password = @password, roles = @roles, disabled = @disabled, created = @created WHERE name = @name", user, cancellationToken);

    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken) => AccountErrors.TranslateAsync(() => database.WriteAsync(
        Durability.Full, session => session.Execute("DELETE FROM users WHERE name = @name", ("@name", name)) == 1, cancellationToken));

    Task<bool> ChangeAsync(string sql, User user, CancellationToken cancellationToken) => AccountErrors.TranslateAsync(() => database.WriteAsync(
        Durability.Full,
        session => session.Execute(sql, ("@name", user.Name), ("@password", user.Password?.Stored()), ("@roles", string.Join(',', user.Roles)),
            ("@disabled", user.IsDisabled ? 1 : 0), ("@created", Instant.ToStore(user.Created))) == 1,
        cancellationToken));

    static User Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.IsDBNull(1) ? null : PasswordHash.Parse(row.GetString(1)),
        [.. row.GetString(2).Split(',', StringSplitOptions.RemoveEmptyEntries)],
        row.GetInt64(3) != 0,
        Instant.Read(row, 4));
}
