using System.Runtime.CompilerServices;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results;

/// <summary>Some rows of an answer, by columns, in the executor's own memory. Readable until disposed; a stream of batches disposes each when the next is asked for.</summary>
public sealed class ResultBatch(ResultSchema schema, DataChunk chunk) : IDisposable
{
    public ResultSchema Schema { get; } = schema;

    public int RowCount => Chunk.RowCount;

    /// <summary>The executor's chunk below, for code that hands it on.</summary>
    public DataChunk Chunk { get; } = chunk;

    public ColumnVector Column(int index) => Chunk.Column(index);

    /// <summary>The answer's batches to its end; the answer is disposed then, or when the enumeration is left.</summary>
    public static async IAsyncEnumerable<ResultBatch> ReadAsync(QueryResult result, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        using (result)
        {
            var schema = ResultSchema.Of(result);
            await foreach (var chunk in result.ReadAsync(cancellationToken).ConfigureAwait(false)) yield return new ResultBatch(schema, chunk);
        }
    }

    /// <summary>Batches of rows that no statement produced (SHOW TABLES and the like); values are those of <see cref="ColumnValue.Read"/>.</summary>
    public static IEnumerable<ResultBatch> FromRows(ResultSchema schema, IEnumerable<IReadOnlyList<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(schema);
        foreach (var block in rows.Chunk(DataChunk.Capacity))
        {
            var builder = new ChunkBuilder(schema.Types) { RowCount = block.Length };
            for (var column = 0; column < schema.Columns.Length; column++)
            {
                var writer = builder.Column(column);
                for (var row = 0; row < block.Length; row++) writer.Set(row, block[row][column]);
            }
            using var batch = new ResultBatch(schema, builder.ToChunk());
            yield return batch;
        }
    }

    public void Dispose() => Chunk.Dispose();
}
