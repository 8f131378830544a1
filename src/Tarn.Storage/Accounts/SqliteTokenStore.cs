using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Tarn.Security.Tokens;
using Tarn.Storage.State;

namespace Tarn.Storage.Accounts;

/// <summary>Bearer tokens in the state store, as hashes.</summary>
public sealed class SqliteTokenStore(StateDatabase database) : ITokenStore
{
    const string Columns = "id, kind, user, name, hash, created, expires";

    public Task AddAsync(AccessToken token, CancellationToken cancellationToken) => AccountErrors.TranslateAsync(() => database.WriteAsync(
        Durability.Full,
        session => session.Execute($"INSERT INTO tokens ({Columns}) VALUES (@id, @kind, @user, @name, @hash, @created, @expires)",
            ("@id", token.Id.ToString()), ("@kind", token.Kind.ToString()), ("@user", token.User), ("@name", token.Name), ("@hash", token.Hash.ToArray()),
            ("@created", Instant.ToStore(token.Created)), ("@expires", Instant.ToStore(token.Expires))),
        cancellationToken));

    public Task<AccessToken?> FindAsync(ImmutableArray<byte> hash, CancellationToken cancellationToken) => AccountErrors.TranslateAsync(() => database.ReadAsync(
        session => session.First($"SELECT {Columns} FROM tokens WHERE hash = @hash", Read, ("@hash", hash.ToArray())), cancellationToken));

    public async IAsyncEnumerable<AccessToken> ListAsync(string? user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tokens = await AccountErrors.TranslateAsync(() => database.ReadAsync(
            session => session.Query($"SELECT {Columns} FROM tokens WHERE @user IS NULL OR user = @user ORDER BY created DESC, id", Read, ("@user", user)),
            cancellationToken)).ConfigureAwait(false);
        foreach (var token in tokens) yield return token;
    }

    public Task<bool> RemoveAsync(TokenId id, CancellationToken cancellationToken) => AccountErrors.TranslateAsync(() => database.WriteAsync(
        Durability.Full, session => session.Execute("DELETE FROM tokens WHERE id = @id", ("@id", id.ToString())) == 1, cancellationToken));

    public Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken) => AccountErrors.TranslateAsync(() => database.WriteAsync(
        Durability.Relaxed, session => session.Execute("DELETE FROM tokens WHERE expires < @before", ("@before", Instant.ToStore(before))), cancellationToken));

    static AccessToken Read(SqliteDataReader row) => new(
        new TokenId(Guid.ParseExact(row.GetString(0), "N")),
        Enum.Parse<TokenKind>(row.GetString(1)),
        row.GetString(2),
        row.GetString(3),
        [.. row.GetFieldValue<byte[]>(4)],
        Instant.Read(row, 5),
        Instant.Read(row, 6));
}
