using System.Collections.Immutable;

namespace Tarn.Engine.Results.Arrow;

/// <summary>Collects the executor's chunks into record batches large enough for a reader, and gives each as metadata and body.</summary>
public sealed class ArrowRecordBatch
{
    readonly ImmutableArray<ArrowColumn> _columns;

    public ArrowRecordBatch(ResultSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        foreach (var type in schema.Types) _ = ArrowType.Of(type);
        _columns = [.. schema.Types.Select(ArrowColumn.For)];
    }

    public int RowCount { get; private set; }

    public void Append(ResultBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var i = 0; i < _columns.Length; i++) _columns[i].Append(batch.Column(i), 0, batch.RowCount);
        RowCount += batch.RowCount;
    }

    /// <summary>The message with its prefix, and the body's pieces, each to be followed by zeros up to a multiple of 8 bytes. Valid until the next call.</summary>
    public (byte[] Message, ImmutableArray<ReadOnlyMemory<byte>> Body) Take()
    {
        var nodes = new List<(long, long)>();
        var pieces = new List<ReadOnlyMemory<byte>>();
        foreach (var column in _columns) column.Describe(nodes, pieces);
        var buffers = new List<(long, long)>(pieces.Count);
        var end = 0L;
        foreach (var piece in pieces)
        {
            buffers.Add((end, piece.Length));
            end += (piece.Length + 7) & ~7L;
        }
        return (ArrowMessage.RecordBatch(RowCount, nodes, buffers, end), [.. pieces]);
    }

    public void Clear()
    {
        foreach (var column in _columns) column.Clear();
        RowCount = 0;
    }
}
