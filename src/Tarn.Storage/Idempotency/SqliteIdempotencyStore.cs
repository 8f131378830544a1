using Microsoft.Data.Sqlite;
using Tarn.Operate.Idempotency;
using Tarn.Storage.State;

namespace Tarn.Storage.Idempotency;

/// <summary>Answers by idempotency key in the state store. They survive a crash of the program; a power failure may take the last moments of them.</summary>
public sealed class SqliteIdempotencyStore(StateDatabase database) : IIdempotencyStore
{
    public Task<IdempotentAnswer?> FindAsync(Guid key, CancellationToken cancellationToken) => OperateErrors.TranslateAsync(() => database.ReadAsync(
        session => session.First(
            "SELECT key, request, status, body, reload, answered FROM idempotent_answers WHERE key = @key", Read, ("@key", key.ToString("D"))), cancellationToken));

    public Task AddAsync(IdempotentAnswer answer, CancellationToken cancellationToken) => OperateErrors.TranslateAsync(() => database.WriteAsync(
        Durability.Relaxed, session => session.Execute("""
            INSERT INTO idempotent_answers (key, request, status, body, reload, answered) VALUES (@key, @request, @status, @body, @reload, @answered)
            ON CONFLICT (key) DO NOTHING
            """, ("@key", answer.Key.ToString("D")), ("@request", answer.Request), ("@status", answer.Status), ("@body", answer.Body),
            ("@reload", answer.Reload), ("@answered", Instant.ToStore(answer.Answered))), cancellationToken));

    public Task<int> RemoveBeforeAsync(DateTimeOffset instant, CancellationToken cancellationToken) => OperateErrors.TranslateAsync(() => database.WriteAsync(
        Durability.Relaxed, session => session.Execute("DELETE FROM idempotent_answers WHERE answered < @before", ("@before", Instant.ToStore(instant))), cancellationToken));

    static IdempotentAnswer Read(SqliteDataReader row) => new(
        Guid.ParseExact(row.GetString(0), "D"),
        row.GetString(1),
        row.GetInt32(2),
        row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        Instant.Read(row, 5));
}
