using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Security.Identity;

namespace Tarn.Engine.Loading;

/// <summary>Loads rows into a table as one commit: all of them are in the new snapshot, or none.</summary>
public sealed class TableLoad(Lakehouse lakehouse, Principal principal)
{
    /// <summary>A rewrite whose files were changed by another writer is planned anew this often.</summary>
    const int MaxTries = 10;

    /// <summary>The table as it is now, or null where there is none.</summary>
    public static Task<Table?> FindAsync(Lakehouse lakehouse, TableIdentifier identifier, CancellationToken cancellationToken) => LoadTarget.FindAsync(lakehouse.Catalog, identifier, cancellationToken);

    /// <summary>Runs a load on a connection of the trusted instance.</summary>
    /// <exception cref="EngineException">The rows cannot be read or written, or other writers were faster each time. The table is as it was.</exception>
    public async Task<LoadOutcome> RunAsync(Connection connection, LoadRequest request, CancellationToken cancellationToken)
    {
        var target = new LoadTarget(lakehouse, principal);
        var columns = Columns(connection, request.Rows);
        var table = await target.PrepareAsync(request, columns, cancellationToken).ConfigureAwait(false);
        var rewrite = new TableRewrite(lakehouse, lakehouse.Trusted, lakehouse.TrustedScans);
        if (request.Mode is LoadMode.Append or LoadMode.Overwrite) return await WriteAsync(rewrite, connection, request, table, cancellationToken).ConfigureAwait(false);

        request.Progress?.Report(new WorkProgress("reading", 0, 0, null, null));
        var rows = await TableRewrite.StageAsync(connection, request, table, columns, cancellationToken).ConfigureAwait(false);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return (await rewrite.RunAsync(connection, request, table, cancellationToken).ConfigureAwait(false)) with { Rows = rows };
            }
            catch (EngineException e) when (e.Kind == EngineErrorKind.Conflict && tries < MaxTries)
            {
                // The rows that were rewritten are not the table's any more: read them again.
                await Task.Delay(Random.Shared.Next(20, 100) * tries, cancellationToken).ConfigureAwait(false);
                table = await table.RefreshAsync(cancellationToken).ConfigureAwait(false);
                if (request.Guard?.Objection(table.Metadata) is not null) throw;
            }
        }
    }

    static ImmutableArray<TypeField> Columns(Connection connection, string rows)
    {
        using var statement = connection.Prepare(rows);
        return [.. statement.Columns];
    }

    static Task<LoadOutcome> WriteAsync(TableRewrite rewrite, Connection connection, LoadRequest request, Table table, CancellationToken cancellationToken) =>
        rewrite.CommitAsync(connection, request, table, request.Rows, files => request.Mode is LoadMode.Append
            ? SnapshotChange.Append(files)
            : SnapshotChange.OverwriteWhere(Expression.True, files, TableRewrite.Checks(table)), cancellationToken);
}
