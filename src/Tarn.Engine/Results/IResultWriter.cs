namespace Tarn.Engine.Results;

/// <summary>Writes an answer in one format. <see cref="CompleteAsync"/> ends the text properly; disposing without it leaves it cut, which a reader can notice.</summary>
public interface IResultWriter : IAsyncDisposable
{
    /// <summary>The next rows; they are read before the task completes.</summary>
    ValueTask WriteAsync(ResultBatch batch, CancellationToken cancellationToken);

    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
