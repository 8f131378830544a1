using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Scans;
using Tarn.Security.Identity;
using IcebergScan = Tarn.Iceberg.Scans.TableScan;

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
        if (request.Mode is LoadMode.Append or LoadMode.Overwrite) return await WriteAsync(connection, request, table, cancellationToken).ConfigureAwait(false);

        request.Progress?.Report(new WorkProgress("reading", 0, 0, null, null));
        var rows = await StageAsync(connection, request, table, columns, cancellationToken).ConfigureAwait(false);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return (await RewriteAsync(connection, request, table, cancellationToken).ConfigureAwait(false)) with { Rows = rows };
            }
            catch (EngineException e) when (e.Kind == EngineErrorKind.Conflict && tries < MaxTries)
            {
                // The rows that were rewritten are not the table's any more: read them again.
                await Task.Delay(Random.Shared.Next(20, 100) * tries, cancellationToken).ConfigureAwait(false);
                table = await table.RefreshAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    static ImmutableArray<TypeField> Columns(Connection connection, string rows)
    {
        using var statement = connection.Prepare(rows);
        return [.. statement.Columns];
    }

    /// <summary>Puts the incoming rows into a table of the connection's own, since they are read twice. Gives their number.</summary>
    static async Task<long> StageAsync(Connection connection, LoadRequest request, Table table, ImmutableArray<TypeField> columns, CancellationToken cancellationToken)
    {
        var given = columns.Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var upsert = request.Mode as LoadMode.Upsert;
        foreach (var key in upsert?.Keys.AddRange(upsert.Order) ?? [])
            if (!given.Contains(key) || table.Schema.FindField(key, caseSensitive: false) is not { Type.IsPrimitive: true })
                throw new EngineException(EngineErrorKind.Binding, $"The rows for {table} have no column \"{key}\" that could be a key or its order. Nothing was written. They have {string.Join(", ", given)}.");
        var fields = table.Schema.Fields.Where(f => given.Contains(f.Name));
        _ = await connection.ExecuteAsync(RowMerge.Materialize(request.Rows, fields, request.Mode), cancellationToken).ConfigureAwait(false);
        if (upsert is { Order.IsEmpty: true } && connection.Scalar(RowMerge.RepeatedKey(upsert), null, cancellationToken) is { } twice)
            throw new EngineException(EngineErrorKind.InvalidInput, $"The key {twice} comes more than once in the rows for {table}, and nothing says which to keep. Nothing was written.");
        using var result = await connection.QueryAsync($"SELECT count(*) FROM {RowMerge.Incoming}", null, cancellationToken).ConfigureAwait(false);
        using var chunk = result.Fetch(cancellationToken);
        return chunk!.Column(0).Values<long>()[0];
    }

    Task<LoadOutcome> WriteAsync(Connection connection, LoadRequest request, Table table, CancellationToken cancellationToken) =>
        CommitAsync(connection, request, table, request.Rows, files => request.Mode is LoadMode.Append
            ? SnapshotChange.Append(files)
            : SnapshotChange.OverwriteWhere(Expression.True, files, Checks(table)), cancellationToken);

    async Task<LoadOutcome> RewriteAsync(Connection connection, LoadRequest request, Table table, CancellationToken cancellationToken)
    {
        request.Progress?.Report(new WorkProgress("planning", 0, 0, null, null));
        var scans = lakehouse.TrustedScans;
        var plan = await new IcebergScan(table.Metadata, table.Store).PlanAsync(cancellationToken).ConfigureAwait(false);
        var affected = plan.Tasks.IsEmpty ? [] : await AffectedAsync(connection, request.Mode, table, plan, cancellationToken).ConfigureAwait(false);
        if (affected.IsEmpty)
            return await CommitAsync(connection, request, table, RowMerge.Rows(null, [], request.Mode), files => SnapshotChange.Append(files) with { Checks = Checks(table) }, cancellationToken).ConfigureAwait(false);

        using var reading = lakehouse.Trusted.Connect();
        using var scan = await scans.BuildAsync(table.Metadata, plan with { Tasks = affected }, reading, ScanOptions.Default, cancellationToken).ConfigureAwait(false);
        var rows = RowMerge.Rows(scan.Sql, [.. table.Schema.Fields.Select(f => f.Name)], request.Mode);
        return await CommitAsync(connection, request, table, rows, files => SnapshotChange.Overwrite(affected.Select(t => t.File), files, Checks(table)), cancellationToken).ConfigureAwait(false);
    }

    async Task<ImmutableArray<FileScanTask>> AffectedAsync(Connection connection, LoadMode mode, Table table, ScanPlan plan, CancellationToken cancellationToken)
    {
        using var reading = lakehouse.Trusted.Connect();
        using var scan = await lakehouse.TrustedScans.BuildAsync(table.Metadata, plan, reading, new ScanOptions { WithPosition = true }, cancellationToken).ConfigureAwait(false);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        using var result = await connection.QueryAsync(RowMerge.AffectedFiles(scan.Sql, mode), null, cancellationToken).ConfigureAwait(false);
        await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
            for (var row = 0; row < batch.RowCount; row++) _ = paths.Add(batch.Column(0).Text(row));
        var affected = ImmutableArray.CreateBuilder<FileScanTask>();
        foreach (var task in plan.Tasks)
            if (paths.Contains(await lakehouse.Store.MaterializeAsync(task.File.FilePath, task.File.FileSizeInBytes, cancellationToken).ConfigureAwait(false))) affected.Add(task);
        return affected.ToImmutable();
    }

    async Task<LoadOutcome> CommitAsync(
        Connection connection, LoadRequest request, Table table, string rows, Func<ImmutableArray<DataFile>, SnapshotChange> change, CancellationToken cancellationToken)
    {
        request.Progress?.Report(new WorkProgress("writing", 0, 0, null, null));
        var writer = new DataWriter(lakehouse.Store, Path.Combine(lakehouse.Options.TemporaryFolder, "staging"));
        await using var pending = await writer.WriteAsync(connection, new WriteRequest(table.Metadata, rows), cancellationToken).ConfigureAwait(false);
        request.Progress?.Report(new WorkProgress("committing", pending.RowCount, pending.Bytes, 1, null));
        var summary = await request.Summary(table, cancellationToken).ConfigureAwait(false);
        pending.Keep();
        var outcome = await SnapshotCommit.RunAsync(table, change(pending.Files) with { SummaryProperties = summary }, lakehouse.Time, cancellationToken).ConfigureAwait(false);
        switch (outcome)
        {
            case CommitOutcome.Committed committed:
                return new LoadOutcome(table with { Metadata = committed.Metadata, MetadataLocation = committed.MetadataLocation }, pending.RowCount, pending.Bytes, committed.Metadata.CurrentSnapshotId ?? 0);
            case CommitOutcome.Unknown unknown:
                throw new EngineException(EngineErrorKind.CommitUnknown, $"It is not known whether the rows are in {table}: the catalog did not answer. Nothing was removed; the next run finds out.", null, unknown.Cause);
            case CommitOutcome.Conflict conflict:
                await pending.RemoveAsync().ConfigureAwait(false);
                throw new EngineException(EngineErrorKind.Conflict, $"Nothing was written to {table}: {conflict.Reason}. Run it again.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    static ConflictChecks Checks(Table table) => new(table.Metadata.CurrentSnapshotId, IsolationLevel.Serializable, Expression.True);
}
