using System.Collections.Immutable;
using System.Globalization;
using Tarn.Engine.Loading;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Security.Identity;

namespace Tarn.Ingest.Quarantine;

/// <summary>Keeps the rows that wait: what a load could not take, in the table <c>quarantine.NAMESPACE_TABLE</c>, one row each.</summary>
/// <remarks>
/// A row is added before the stream's own commit and leaves after it, so that none can vanish between the two; a run that dies in between and is repeated finds its rows by
/// file and line and writes them once. What has left stands in the table's history. Rows carry the job that saw them last, and when: a run takes out only what waited when it began and nobody
/// has seen since, as a run of the same files that is overtaken finds the same rows and adds them once more under its own name.
/// </remarks>
sealed class QuarantineTable(Lakehouse lakehouse, Principal principal, TableIdentifier target)
{
    public const string Namespace = "quarantine";

    const string Staged = "__tarn_bad_rows";

    static readonly ImmutableArray<string> Key = ["stream", "file", "line"];

    readonly TableIdentifier table = Of(target);

    public static TableIdentifier Of(TableIdentifier target) => new(Namespace, $"{string.Join('_', target.Namespace.Levels)}_{target.Name}");

    public async Task AddAsync(
        Connection connection, string stream, string job, DateTimeOffset now, IReadOnlyList<BadRow> rows, CancellationToken cancellationToken)
    {
        await StageAsync(connection, stream, job, now, rows.DistinctBy(row => (row.File, row.Line)), cancellationToken).ConfigureAwait(false);
        var request = new LoadRequest(table, $"SELECT * FROM {Staged}", new LoadMode.Upsert(Key, []));
        _ = await new TableLoad(lakehouse, principal).RunAsync(connection, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The table's state now, of which <see cref="SettleAsync"/> takes out later; null where nothing ever waited.</summary>
    public async Task<long?> StateAsync(CancellationToken cancellationToken) =>
        (await TableLoad.FindAsync(lakehouse, table, cancellationToken).ConfigureAwait(false))?.CurrentSnapshot?.SnapshotId;

    /// <summary>The files that rows of a stream wait from, with how many each.</summary>
    /// <param name="stream">Its name, with the connection's.</param>
    /// <param name="state">What <see cref="StateAsync"/> gave: in it, and seen by nobody since.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ImmutableSortedDictionary<string, long>> FilesAsync(string stream, long? state, CancellationToken cancellationToken)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        if (state is not { } snapshot) return files.ToImmutable();
        await using var session = lakehouse.OpenSession(Principal.System);
        await using var result = await session.ExecuteAsync($"SELECT file, count(*) FROM {Name} WHERE {Unseen(stream, snapshot)} GROUP BY file", cancellationToken).ConfigureAwait(false);
        await foreach (var batch in result.Batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            for (var row = 0; row < batch.RowCount; row++)
                files.Add((string)ColumnValue.Read(batch.Column(0), row)!, Convert.ToInt64(ColumnValue.Read(batch.Column(1), row), CultureInfo.InvariantCulture));
        return files.ToImmutable();
    }

    /// <summary>Takes out what waited from files of a stream before they were read again and committed; what did not fit then either has been seen since, and stays.</summary>
    public async Task SettleAsync(string stream, long state, ImmutableArray<string> files, CancellationToken cancellationToken)
    {
        await using var session = lakehouse.OpenSession(Principal.System);
        var sql = $"DELETE FROM {Name} WHERE {Unseen(stream, state)} AND file IN ({string.Join(", ", files.Select(Identifiers.Literal))})";
        await using var result = await session.ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
    }

    string Unseen(string stream, long state)
    {
        var ofStream = $"stream = {Identifiers.Literal(stream)}";
        return $"{ofStream} AND (file, line, job, seen_at) IN (SELECT (file, line, job, seen_at) FROM {Name} AT (VERSION => {state}) WHERE {ofStream})";
    }

    string Name => string.Join('.', table.Namespace.Levels.Add(table.Name).Select(Identifiers.Quote));

    static async Task StageAsync(Connection connection, string stream, string job, DateTimeOffset now, IEnumerable<BadRow> rows, CancellationToken cancellationToken)
    {
        _ = await connection.ExecuteAsync(
            $"CREATE OR REPLACE TEMP TABLE {Staged} (stream VARCHAR, file VARCHAR, line BIGINT, \"column\" VARCHAR, reason VARCHAR, raw VARCHAR, job VARCHAR, seen_at TIMESTAMPTZ)", cancellationToken).ConfigureAwait(false);
        using var insert = connection.Prepare($"INSERT INTO {Staged} VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        foreach (var row in rows)
        {
            object?[] values = [stream, row.File, row.Line, row.Column, row.Reason, row.Raw.Replace("\0", "\uFFFD", StringComparison.Ordinal), job, now];
            for (var i = 0; i < values.Length; i++) insert.Bind(i + 1, values[i]);
            using var done = insert.Execute(cancellationToken);
        }
    }
}
