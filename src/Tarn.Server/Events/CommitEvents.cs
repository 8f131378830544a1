using System.Collections.Immutable;
using System.Text.Json;
using Tarn.Iceberg.Catalogs;
using Tarn.Security.Roles;
using Tarn.Server.Catalog;

namespace Tarn.Server.Events;

/// <summary>Tells listeners of tables whose current snapshot changed, whoever committed.</summary>
sealed class CommitEvents(CatalogWatch catalog, CatalogPages pages, EventFeed feed)
{
    ImmutableDictionary<TableIdentifier, long?>? _snapshots;

    /// <summary>Nobody listened for a while: what happened meanwhile is not news.</summary>
    public void Forget() => _snapshots = null;

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var state = await catalog.ReadAsync(TimeSpan.Zero, cancellationToken);
        var before = _snapshots;
        _snapshots = state.Tables.Where(t => !t.IsView).ToImmutableDictionary(t => t.Identifier, t => t.Snapshot?.SnapshotId);
        if (before is null) return;
        foreach (var table in state.Tables.Where(t => t.Snapshot is not null && before.GetValueOrDefault(t.Identifier) != t.Snapshot.SnapshotId)) Publish(table);
    }

    void Publish(KnownTable table)
    {
        var ns = table.Identifier.Namespace;
        var answer = new CommitAnswer(
            table.Identifier.ToString(), ns.ToString(), ns.Levels, table.Identifier.Name, table.SnapshotId!, table.Snapshot!.Timestamp, table.Snapshot.Operation);
        var data = JsonSerializer.SerializeToUtf8Bytes(answer, ServerJson.Default.CommitAnswer);
        feed.Publish("commit", principal => pages.May(principal, Permission.ReadRows, table) ? data : null);
    }
}
