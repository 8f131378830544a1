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
/// file and line and writes them once. What has left stands in the table's history.
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
        await StageAsync(connection, stream, job, now, rows, cancellationToken).ConfigureAwait(false);
        await LoadAsync(connection, new LoadMode.Upsert(Key, ["seen_at"]), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The files that rows of a stream wait from, with how many each.</summary>
    public async Task<ImmutableSortedDictionary<string, long>> FilesAsync(string stream, CancellationToken cancellationToken)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        if (!await lakehouse.Catalog.TableExistsAsync(table, cancellationToken).ConfigureAwait(false)) return files.ToImmutable();
        await using var session = lakehouse.OpenSession(Principal.System);
        var name = string.Join('.', table.Namespace.Levels.Add(table.Name).Select(Identifiers.Quote));
        await using var result = await session.ExecuteAsync($"SELECT file, count(*) FROM {name} WHERE stream = {Identifiers.Literal(stream)} GROUP BY file", cancellationToken).ConfigureAwait(false);
        await foreach (var batch in result.Batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            for (var row = 0; row < batch.RowCount; row++)
                files.Add((string)ColumnValue.Read(batch.Column(0), row)!, Convert.ToInt64(ColumnValue.Read(batch.Column(1), row), CultureInfo.InvariantCulture));
        return files.ToImmutable();
    }

    /// <summary>Takes out what files gave before that have been read again and are committed; what still does not fit stays.</summary>
    public async Task SettleAsync(
        Connection connection, string stream, string job, DateTimeOffset now, ImmutableArray<string> files, IReadOnlyList<BadRow> rows, CancellationToken cancellationToken)
    {
        await StageAsync(connection, stream, job, now, rows, cancellationToken).ConfigureAwait(false);
        await LoadAsync(connection, new LoadMode.Replace("file", files), cancellationToken).ConfigureAwait(false);
    }

    async Task LoadAsync(Connection connection, LoadMode mode, CancellationToken cancellationToken) =>
        _ = await new TableLoad(lakehouse, principal).RunAsync(connection, new LoadRequest(table, $"SELECT * FROM {Staged}", mode), cancellationToken).ConfigureAwait(false);

    static async Task StageAsync(Connection connection, string stream, string job, DateTimeOffset now, IReadOnlyList<BadRow> rows, CancellationToken cancellationToken)
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
