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
using IcebergScan = Tarn.Iceberg.Scans.TableScan;

namespace Tarn.Engine.Loading;

/// <summary>Copy-on-write: the files that hold rows to be replaced are written anew, without those rows and with the incoming ones, in one overwrite commit.</summary>
/// <param name="lakehouse">For its store, its clock and its folders.</param>
/// <param name="instance">Where the incoming rows are and the table is read.</param>
/// <param name="scans">Scans on that instance.</param>
sealed class TableRewrite(Lakehouse lakehouse, Instance instance, ScanBuilder scans)
{
    /// <summary>Puts the incoming rows into a table of the connection's own, since they are read twice. Gives their number.</summary>
    public static async Task<long> StageAsync(Connection connection, LoadRequest request, Table table, ImmutableArray<TypeField> columns, CancellationToken cancellationToken)
    {
        var given = columns.Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var upsert = request.Mode as LoadMode.Upsert;
        foreach (var key in upsert?.Keys.AddRange(upsert.Order) ?? [])
            if (!given.Contains(key) || table.Schema.FindField(key, caseSensitive: false) is not { Type.IsPrimitive: true })
                throw new EngineException(EngineErrorKind.Binding, $"The rows for {table} have no column \"{key}\" that could be a key or its order. Nothing was written. They have {string.Join(", ", given)}.");
        var fields = table.Schema.Fields.Where(f => given.Contains(f.Name));
        _ = await connection.ExecuteAsync(RowMerge.Materialize(request.Rows, fields, request.Mode), cancellationToken).ConfigureAwait(false);
        if (upsert is { Order.IsEmpty: true, KeepRepeatedKeys: false } && connection.Scalar(RowMerge.RepeatedKey(upsert), null, cancellationToken) is { } twice)
            throw new EngineException(EngineErrorKind.InvalidInput, $"The key {twice} comes more than once in the rows for {table}, and nothing says which to keep. Nothing was written.");
        using var result = await connection.QueryAsync($"SELECT count(*) FROM {RowMerge.Incoming}", null, cancellationToken).ConfigureAwait(false);
        using var chunk = result.Fetch(cancellationToken);
        return chunk!.Column(0).Values<long>()[0];
    }

    /// <summary>Rewrites what the staged rows replace. A conflict with another writer is an <see cref="EngineException"/> of kind Conflict: plan anew.</summary>
    public async Task<LoadOutcome> RunAsync(Connection connection, LoadRequest request, Table table, CancellationToken cancellationToken)
    {
        request.Progress?.Report(new WorkProgress("planning", 0, 0, null, null));
        var plan = await new IcebergScan(table.Metadata, table.Store).PlanAsync(cancellationToken).ConfigureAwait(false);
        var affected = plan.Tasks.IsEmpty ? [] : await AffectedAsync(connection, request.Mode, table, plan, cancellationToken).ConfigureAwait(false);
        if (affected.IsEmpty)
            return await CommitAsync(connection, request, table, RowMerge.Rows(null, [], request.Mode), files => SnapshotChange.Append(files) with { Checks = Checks(table) }, cancellationToken).ConfigureAwait(false);

        using var reading = instance.Connect();
        using var scan = await scans.BuildAsync(table.Metadata, plan with { Tasks = affected }, reading, ScanOptions.Default, cancellationToken).ConfigureAwait(false);
        var rows = RowMerge.Rows(scan.Sql, [.. table.Schema.Fields.Select(f => f.Name)], request.Mode);
        return await CommitAsync(connection, request, table, rows, files => SnapshotChange.Overwrite(affected.Select(t => t.File), files, Checks(table)), cancellationToken).ConfigureAwait(false);
    }

    async Task<ImmutableArray<FileScanTask>> AffectedAsync(Connection connection, LoadMode mode, Table table, ScanPlan plan, CancellationToken cancellationToken)
    {
        using var reading = instance.Connect();
        using var scan = await scans.BuildAsync(table.Metadata, plan, reading, new ScanOptions { WithPosition = true }, cancellationToken).ConfigureAwait(false);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        using var result = await connection.QueryAsync(RowMerge.AffectedFiles(scan.Sql, mode), null, cancellationToken).ConfigureAwait(false);
        await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
            for (var row = 0; row < batch.RowCount; row++) _ = paths.Add(batch.Column(0).Text(row));
        var affected = ImmutableArray.CreateBuilder<FileScanTask>();
        foreach (var task in plan.Tasks)
            if (paths.Contains(await lakehouse.Store.MaterializeAsync(task.File.FilePath, task.File.FileSizeInBytes, cancellationToken).ConfigureAwait(false))) affected.Add(task);
        return affected.ToImmutable();
    }

    /// <summary>Writes rows to data files and commits them with a change made of those.</summary>
    public async Task<LoadOutcome> CommitAsync(
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

    public static ConflictChecks Checks(Table table) => new(table.Metadata.CurrentSnapshotId, IsolationLevel.Serializable, Expression.True);
}
