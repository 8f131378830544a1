using Tarn.Engine.Results;
using Tarn.Engine.Results.Arrow;

namespace Tarn.Server.SqlPage;

/// <summary>The rows of one frame while they are collected: a complete Arrow IPC stream.</summary>
sealed class RowFrame(ResultSchema schema) : IAsyncDisposable
{
    /// <summary>A frame that has so many rows or bytes is sent.</summary>
    public const int FullRows = ArrowResultWriter.BatchRows;
    const int FullBytes = 4 << 20;

    readonly MemoryStream _body = new();
    ArrowResultWriter? _writer;

    public long Rows { get; private set; }

    public bool IsFull => Rows >= FullRows || _body.Length >= FullBytes;

    /// <summary>Takes the rows; the batch is not needed afterwards.</summary>
    public async Task AddAsync(ResultBatch batch, CancellationToken cancellationToken)
    {
        _writer ??= new ArrowResultWriter(_body, schema);
        await _writer.WriteAsync(batch, cancellationToken);
        Rows += batch.RowCount;
    }

    /// <summary>The finished body.</summary>
    /// <param name="withSchema">Whether a frame without rows still says the schema; it is nothing otherwise.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async Task<ReadOnlyMemory<byte>> CompleteAsync(bool withSchema, CancellationToken cancellationToken)
    {
        if (_writer is null && !withSchema) return ReadOnlyMemory<byte>.Empty;
        _writer ??= new ArrowResultWriter(_body, schema);
        await _writer.CompleteAsync(cancellationToken);
        return _body.GetBuffer().AsMemory(0, (int)_body.Length);
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null) await _writer.DisposeAsync();
        await _body.DisposeAsync();
    }
}
