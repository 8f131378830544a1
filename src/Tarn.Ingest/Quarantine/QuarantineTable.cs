using System.Collections.Immutable;
using Tarn.Engine.Loading;
using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Iceberg.Catalogs;
using Tarn.Security.Identity;

namespace Tarn.Ingest.Quarantine;

/// <summary>Keeps rows that were not loaded: the table <c>quarantine.NAMESPACE_TABLE</c>, one row each.</summary>
/// <remarks>
/// It is written before the stream's own commit, so that no row can vanish between the two; a run that dies in between and is repeated finds its rows by
/// file and line and writes them once.
/// </remarks>
sealed class QuarantineTable(Lakehouse lakehouse, Principal principal)
{
    public const string Namespace = "quarantine";

    static readonly ImmutableArray<string> Key = ["stream", "file", "line"];

    public static TableIdentifier Of(TableIdentifier target) => new(Namespace, $"{string.Join('_', target.Namespace.Levels)}_{target.Name}");

    public async Task AddAsync(
        Connection connection, TableIdentifier target, string stream, string job, DateTimeOffset now, IReadOnlyList<BadRow> rows, CancellationToken cancellationToken)
    {
        const string staged = "__tarn_bad_rows";
        _ = await connection.ExecuteAsync(
            $"CREATE OR REPLACE TEMP TABLE {staged} (stream VARCHAR, file VARCHAR, line BIGINT, \"column\" VARCHAR, reason VARCHAR, raw VARCHAR, job VARCHAR, seen_at TIMESTAMPTZ)", cancellationToken).ConfigureAwait(false);
        using (var insert = connection.Prepare($"INSERT INTO {staged} VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"))
            foreach (var row in rows)
            {
                object?[] values = [stream, row.File, row.Line, row.Column, row.Reason, row.Raw.Replace("\0", "\uFFFD", StringComparison.Ordinal), job, now];
                for (var i = 0; i < values.Length; i++) insert.Bind(i + 1, values[i]);
                using var done = insert.Execute(cancellationToken);
            }

        var request = new LoadRequest(Of(target), $"SELECT * FROM {staged}", new LoadMode.Upsert(Key, ["seen_at"]));
        _ = await new TableLoad(lakehouse, principal).RunAsync(connection, request, cancellationToken).ConfigureAwait(false);
    }
}
