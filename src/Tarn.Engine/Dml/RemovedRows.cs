using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Scans;
using Tarn.Iceberg.Deletes;
using Tarn.Iceberg.Scans;

namespace Tarn.Engine.Dml;

/// <summary>The rows that a change takes out, by the data file that holds them.</summary>
internal sealed record RemovedRows(ImmutableArray<(FileScanTask Task, PositionBitmap Rows)> Files)
{
    public static RemovedRows None { get; } = new([]);

    public bool IsEmpty => Files.IsEmpty;

    public long Count => Files.Sum(f => f.Rows.Cardinality);

    /// <summary>Reads addresses of rows; one that comes more than once counts once.</summary>
    /// <param name="rows">Gives <c>__tarn_file</c> and <c>__tarn_pos</c>.</param>
    /// <param name="files">What the numbers of files mean.</param>
    public static async Task<RemovedRows> ReadAsync(QueryResult rows, ImmutableArray<FileScanTask> files, CancellationToken cancellationToken)
    {
        var found = new PositionBitmap?[files.Length];
        await foreach (var batch in ResultBatch.ReadAsync(rows, cancellationToken).ConfigureAwait(false)) Add(batch, found);
        return new RemovedRows([.. files.Select((task, i) => (task, found[i])).Where(f => f.Item2 is not null).Select(f => (f.task, f.Item2!))]);
    }

    /// <inheritdoc cref="ReadAsync(QueryResult, ImmutableArray{FileScanTask}, CancellationToken)"/>
    public static async Task<RemovedRows> ReadAsync(Connection connection, string sql, ImmutableArray<FileScanTask> files, CancellationToken cancellationToken)
    {
        using var result = await connection.QueryAsync($"SELECT {ScanSql.AddressFile}, {ScanSql.AddressPosition} FROM ({sql})", null, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(result, files, cancellationToken).ConfigureAwait(false);
    }

    static void Add(ResultBatch batch, PositionBitmap?[] found)
    {
        var files = batch.Column(0).Values<ulong>();
        var positions = batch.Column(1).Values<long>();
        for (var row = 0; row < batch.RowCount; row++) _ = (found[files[row]] ??= new PositionBitmap()).Add(positions[row]);
    }
}
