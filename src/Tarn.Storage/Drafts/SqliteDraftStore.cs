using Tarn.Operate.Drafts;
using Tarn.Storage.State;

namespace Tarn.Storage.Drafts;

/// <summary>Drafts in the state store. They survive a crash of the program; a power failure may take the last moments of them.</summary>
public sealed class SqliteDraftStore(StateDatabase database) : IDraftStore
{
    public Task<IReadOnlyList<Draft>> ListAsync(string principal, CancellationToken cancellationToken) => OperateErrors.TranslateAsync(() => database.ReadAsync<IReadOnlyList<Draft>>(
        session => session.Query(
            "SELECT id, body, changed FROM drafts WHERE principal = @principal ORDER BY id",
            row => new Draft(row.GetString(0), row.GetString(1), Instant.Read(row, 2)), ("@principal", principal)), cancellationToken));

    public Task<bool> KeepAsync(string principal, Draft draft, int most, CancellationToken cancellationToken) => OperateErrors.TranslateAsync(() => database.WriteAsync(
        Durability.Relaxed, session =>
        {
            if (session.Number("SELECT count(*) FROM drafts WHERE principal = @principal AND id <> @id", ("@principal", principal), ("@id", draft.Id)) >= most) return false;
            _ = session.Execute("""
                INSERT INTO drafts (principal, id, body, changed) VALUES (@principal, @id, @body, @changed)
                ON CONFLICT (principal, id) DO UPDATE SET body = excluded.body, changed = excluded.changed WHERE excluded.changed >= drafts.changed
                """, ("@principal", principal), ("@id", draft.Id), ("@body", draft.Body), ("@changed", Instant.ToStore(draft.Changed)));
            return true;
        }, cancellationToken));

    public Task RemoveAsync(string principal, string id, CancellationToken cancellationToken) => OperateErrors.TranslateAsync(() => database.WriteAsync(
        Durability.Relaxed, session => session.Execute("DELETE FROM drafts WHERE principal = @principal AND id = @id", ("@principal", principal), ("@id", id)), cancellationToken));
}
