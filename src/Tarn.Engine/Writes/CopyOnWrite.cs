using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Scans;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Scans;

namespace Tarn.Engine.Writes;

/// <summary>Changes rows by writing the files that hold them anew, without the rows that go and with those that come, in one overwrite commit.</summary>
public sealed class CopyOnWrite(ScanBuilder scans, DataWriter writer, TimeProvider time)
{
    const string Source = "__upsert_source";
    const string Target = "__upsert_target";

    /// <summary>Puts rows in by key.</summary>
    /// <param name="instance">Has the functions of <see cref="ScanFunctions"/> and <see cref="TransformFunctions"/>; the source's SELECT runs there.</param>
    /// <param name="request">The table, the key and the rows.</param>
    /// <param name="cancellationToken">Cancels; nothing is changed then.</param>
    /// <exception cref="EngineException">The rows do not fit, or a key comes twice and nothing says which row to keep. The table is as it was.</exception>
    public async Task<UpsertOutcome> UpsertAsync(Instance instance, UpsertRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(request);
        CheckKey(request);
        var metadata = request.Table.Metadata;
        using var connection = instance.Connect();
        using var helper = instance.Connect();
        var rows = await StageAsync(connection, request, cancellationToken).ConfigureAwait(false);
        if (rows == 0) return new UpsertOutcome(null, 0, 0, 0);

        var plan = await new Iceberg.Scans.TableScan(metadata, request.Table.Store).PlanAsync(cancellationToken).ConfigureAwait(false);
        var (affected, updated) = await AffectedAsync(connection, helper, request, plan, cancellationToken).ConfigureAwait(false);
        using var kept = await scans.BuildAsync(metadata, plan with { Tasks = affected }, helper, ScanOptions.Default, cancellationToken).ConfigureAwait(false);
        var result = $"SELECT * FROM {Source} UNION ALL BY NAME SELECT * FROM ({kept.Sql}) AS {Target} ANTI JOIN {Source} ON {SameKey(request)}";
        await using var write = await writer.WriteAsync(connection, new WriteRequest(metadata, result), cancellationToken).ConfigureAwait(false);
        write.Keep();
        var change = SnapshotChange.Overwrite(affected.Select(t => t.File), write.Files, new ConflictChecks(plan.Snapshot?.SnapshotId, IsolationLevel.Serializable, Expression.True)) with
        {
            SummaryProperties = request.SummaryProperties,
        };
        var outcome = await SnapshotCommit.RunAsync(request.Table, change, time, cancellationToken).ConfigureAwait(false);
        if (outcome is CommitOutcome.Conflict) await write.RemoveAsync().ConfigureAwait(false);
        return new UpsertOutcome(outcome, rows - updated, updated, affected.Length);
    }

    static void CheckKey(UpsertRequest request)
    {
        if (request.KeyColumns.IsDefaultOrEmpty) throw new EngineException(EngineErrorKind.InvalidInput, "An upsert needs at least one key column. Nothing was written.");
        foreach (var key in request.KeyColumns)
            if (request.Table.Schema.Fields.FirstOrDefault(f => f.Name == key) is not { } field || !field.Type.IsPrimitive)
                throw new EngineException(EngineErrorKind.Binding, $"{request.Table.Identifier} has no column '{key}' that could be a key. Nothing was written.");
    }

    /// <summary>The source's rows in a table of this connection's own, one a key, typed as the table is; returns their number.</summary>
    static async Task<long> StageAsync(Connection connection, UpsertRequest request, CancellationToken cancellationToken)
    {
        var keys = string.Join(", ", request.KeyColumns.Select(Identifiers.Quote));
        using (var probe = connection.Prepare(request.Rows))
        {
            var given = probe.Columns.Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var columns = request.Table.Schema.Fields.Where(f => given.Contains(f.Name)).ToList();
            var casts = string.Join(", ", columns.Select(f => $"CAST({Identifiers.Quote(f.Name)} AS {ExecutorTypes.Sql(f.Type)}) AS {Identifiers.Quote(f.Name)}"));
            var one = request.KeepFirstBy is { } order ? $" QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY {order}) = 1" : "";
            var sql = $"CREATE OR REPLACE TEMP TABLE {Source} AS SELECT {casts} FROM (SELECT * FROM (\n{request.Rows}\n){one})";
            _ = await connection.ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
        }
        var twice = connection.Scalar($"SELECT ({keys})::VARCHAR FROM {Source} GROUP BY {keys} HAVING count(*) > 1 LIMIT 1", null, cancellationToken);
        if (twice is not null)
            throw new EngineException(EngineErrorKind.InvalidInput, $"The key {twice} comes more than once in the rows to put into {request.Table.Identifier}, and nothing says which to keep. Nothing was written.");
        return long.Parse(connection.Scalar($"SELECT count(*)::VARCHAR FROM {Source}", null, cancellationToken)!);
    }

    /// <summary>The files that hold a row to replace, and the number of such rows.</summary>
    async Task<(ImmutableArray<FileScanTask> Files, long Rows)> AffectedAsync(
        Connection connection, Connection helper, UpsertRequest request, ScanPlan plan, CancellationToken cancellationToken)
    {
        using var scan = await scans.BuildAsync(request.Table.Metadata, plan, helper, new ScanOptions { WithPosition = true }, cancellationToken).ConfigureAwait(false);
        var sql = $"SELECT _file, count(*)::BIGINT FROM ({scan.Sql}) AS {Target} SEMI JOIN {Source} ON {SameKey(request)} GROUP BY _file";
        using var result = await connection.QueryAsync(sql, null, cancellationToken).ConfigureAwait(false);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var batch in ResultBatch.ReadAsync(result, cancellationToken).ConfigureAwait(false))
            for (var row = 0; row < batch.RowCount; row++) counts[batch.Column(0).Text(row)] = batch.Column(1).Values<long>()[row];
        var files = ImmutableArray.CreateBuilder<FileScanTask>(counts.Count);
        foreach (var task in plan.Tasks)
            if (counts.ContainsKey(await request.Table.Store.MaterializeAsync(task.File.FilePath, task.File.FileSizeInBytes, cancellationToken).ConfigureAwait(false))) files.Add(task);
        return (files.ToImmutable(), counts.Values.Sum());
    }

    static string SameKey(UpsertRequest request) =>
        string.Join(" AND ", request.KeyColumns.Select(k => $"{Target}.{Identifiers.Quote(k)} IS NOT DISTINCT FROM {Source}.{Identifiers.Quote(k)}"));
}
