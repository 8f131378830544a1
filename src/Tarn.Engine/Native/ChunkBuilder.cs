using System.Collections.Immutable;
using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>A chunk that we fill by columns: for an <see cref="Appender"/>, or to answer rows that no statement produced.</summary>
public sealed unsafe class ChunkBuilder : IDisposable
{
    readonly DataChunkHandle _handle;
    int _rows;
    bool _used;

    public ChunkBuilder(ImmutableArray<LogicalType> types)
    {
        Types = types;
        var handles = types.Select(TypeReader.Create).ToArray();
        try
        {
            fixed (nint* pointers = Array.ConvertAll(handles, h => h.Pointer)) _handle = DataChunks.Create(pointers, (ulong)handles.Length);
        }
        finally
        {
            foreach (var handle in handles) handle.Dispose();
        }
        if (_handle.IsInvalid) throw new EngineException(EngineErrorKind.NotSupported, $"No chunk can hold {string.Join(", ", types)}.");
    }

    public ImmutableArray<LogicalType> Types { get; }

    /// <summary>Rows filled; at most <see cref="DataChunk.Capacity"/>.</summary>
    public int RowCount
    {
        get => _rows;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, DataChunk.Capacity);
            _rows = value;
        }
    }

    /// <summary>The column's values, to be written by row.</summary>
    public ColumnWriter Column(int index)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (_used)
        {
            DataChunks.Reset(_handle);
            _used = false;
        }
        return new ColumnWriter(DataChunks.Vector(_handle.Pointer, (ulong)index), Types[index], DataChunk.Capacity);
    }

    /// <summary>The filled chunk for reading; this builder is spent then.</summary>
    public DataChunk ToChunk() => new(Seal(), Types);

    public void Dispose() => _handle.Dispose();

    internal DataChunkHandle Seal()
    {
        DataChunks.SetSize(_handle, (ulong)_rows);
        _used = true;
        return _handle;
    }
}
