namespace Tarn.Engine.Results.Arrow;

/// <summary>An answer as an Arrow IPC stream. The stream stays open.</summary>
public sealed class ArrowResultWriter(Stream stream, ResultSchema schema) : IResultWriter
{
    /// <summary>Rows of a record batch: enough that a reader's cost a batch vanishes, small enough to stay in the cache.</summary>
    public const int BatchRows = 32 * 1024;

    static readonly byte[] Padding = new byte[8];

    readonly ArrowRecordBatch _batch = new(schema);
    bool _started;

    public async ValueTask WriteAsync(ResultBatch batch, CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        _batch.Append(batch);
        if (_batch.RowCount >= BatchRows) await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        if (_batch.RowCount > 0) await FlushAsync(cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(ArrowMessage.EndOfStream, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_started) return;
        _started = true;
        await stream.WriteAsync(ArrowMessage.Schema(schema), cancellationToken).ConfigureAwait(false);
    }

    async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var (message, body) = _batch.Take();
        await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        foreach (var piece in body)
        {
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            var padding = -piece.Length & 7;
            if (padding > 0) await stream.WriteAsync(Padding.AsMemory(0, padding), cancellationToken).ConfigureAwait(false);
        }
        _batch.Clear();
    }
}
