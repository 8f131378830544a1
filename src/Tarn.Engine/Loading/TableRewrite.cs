using System.Collections.Immutable;
using Tarn.Engine.Dml;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sessions;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using IcebergScan = Tarn.Iceberg.Scans.TableScan;

namespace Tarn.Engine.Loading;

/// <summary>Loads that replace rows, by the machinery of row changes: in the mode that the table's <c>write.merge.mode</c> says, as one commit.</summary>
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
        var fields = from field in table.Schema.Fields
                     from column in columns
                     where column.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)
                     select (field, column.Type);
        _ = await connection.ExecuteAsync(RowMerge.Materialize(request.Rows, fields, request.Mode), cancellationToken).ConfigureAwait(false);
        if (upsert is { Order.IsEmpty: true, KeepRepeatedKeys: false } && connection.Scalar(RowMerge.RepeatedKey(upsert), null, cancellationToken) is { } twice)
            throw new EngineException(EngineErrorKind.InvalidInput, $"The key {twice} comes more than once in the rows for {table}, and nothing says which to keep. Nothing was written.");
        using var result = await connection.QueryAsync($"SELECT count(*) FROM {RowMerge.Incoming}", null, cancellationToken).ConfigureAwait(false);
        using var chunk = result.Fetch(cancellationToken);
        return chunk!.Column(0).Values<long>()[0];
    }

    /// <summary>Puts the staged rows in and takes out what they replace. A conflict with another writer is an <see cref="EngineException"/> of kind Conflict: plan anew.</summary>
    public async Task<LoadOutcome> RunAsync(Connection connection, LoadRequest request, Table table, CancellationToken cancellationToken)
    {
        request.Progress?.Report(new WorkProgress("planning", 0, 0, null, null));
        var settings = RowChangeSettings.Of(table.Metadata, RowCommand.Merge, ImmutableSortedDictionary<string, string>.Empty);
        var removed = await RemovedAsync(connection, request.Mode, table, cancellationToken).ConfigureAwait(false);
        request.Progress?.Report(new WorkProgress("writing", 0, 0, null, null));
        var added = removed.IsEmpty && table.CurrentSnapshot is null ? RowMerge.AllIncoming : RowMerge.Added(request.Mode, HasLineage(table));
        await using var written = await new RowChangeWriter(lakehouse, instance, scans).WriteAsync(connection, table, settings.Mode, removed, added, cancellationToken).ConfigureAwait(false);
        var checks = new ConflictChecks(table.Metadata.CurrentSnapshotId, IsolationLevel.Serializable, Scope(request.Mode)) { ForbidsNewDeletes = settings.Mode == RowChangeMode.MergeOnRead };
        return await CommitAsync(request, table, written.Change with { Checks = checks }, written.Data, [written.Data, written.Deletes], cancellationToken).ConfigureAwait(false);
    }

    async Task<RemovedRows> RemovedAsync(Connection connection, LoadMode mode, Table table, CancellationToken cancellationToken)
    {
        if (table.CurrentSnapshot is null) return RemovedRows.None;
        var plan = await new IcebergScan(table.Metadata, table.Store) { Filter = Scope(mode), Manifests = lakehouse.Manifests }.PlanAsync(cancellationToken).ConfigureAwait(false);
        using var reading = instance.Connect();
        using var scan = await scans.BuildAsync(table.Metadata, plan, reading, new ScanOptions { WithAddress = true, WithLineage = HasLineage(table) }, cancellationToken).ConfigureAwait(false);
        if (mode is LoadMode.Upsert upsert) _ = await connection.ExecuteAsync(RowMerge.Match(scan.Sql, upsert, HasLineage(table)), cancellationToken).ConfigureAwait(false);
        return await RemovedRows.ReadAsync(connection, RowMerge.Removed(scan.Sql, mode), scan.Files, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes rows to data files and commits them with a change made of those.</summary>
    public async Task<LoadOutcome> CommitAsync(
        Connection connection, LoadRequest request, Table table, string rows, Func<ImmutableArray<DataFile>, SnapshotChange> change, CancellationToken cancellationToken)
    {
        request.Progress?.Report(new WorkProgress("writing", 0, 0, null, null));
        var writer = new DataWriter(lakehouse.Store, Path.Combine(lakehouse.Options.TemporaryFolder, "staging"));
        await using var pending = await writer.WriteAsync(connection, new WriteRequest(table.Metadata, rows), cancellationToken).ConfigureAwait(false);
        return await CommitAsync(request, table, change(pending.Files), pending, [pending], cancellationToken).ConfigureAwait(false);
    }

    async Task<LoadOutcome> CommitAsync(LoadRequest request, Table table, SnapshotChange change, PendingWrite data, PendingWrite[] files, CancellationToken cancellationToken)
    {
        request.Progress?.Report(new WorkProgress("committing", data.RowCount, data.Bytes, 1, null));
        var summary = await request.Summary(table, cancellationToken).ConfigureAwait(false);
        var committed = await WriteCommit.RunAsync(table, change with { SummaryProperties = summary, Precondition = request.Guard is { } guard ? guard.Demand : null }, lakehouse.Time, files, cancellationToken).ConfigureAwait(false);
        return new LoadOutcome(table with { Metadata = committed.Metadata, MetadataLocation = committed.MetadataLocation }, data.RowCount, data.Bytes, committed.Metadata.CurrentSnapshotId ?? 0);
    }

    static bool HasLineage(Table table) => table.Metadata.FormatVersion >= 3;

    /// <summary>The rows that a load reads and replaces: other sources of the same table are no conflict.</summary>
    static Expression Scope(LoadMode mode) => mode is LoadMode.Replace replace ? Expression.In(replace.Column, replace.Values) : Expression.True;

    public static ConflictChecks Checks(Table table) => new(table.Metadata.CurrentSnapshotId, IsolationLevel.Serializable, Expression.True);
}
