using System.Collections.Immutable;
using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>Up to 2048 rows of the executor's memory, by columns. Its vectors are readable until it is disposed.</summary>
public sealed class DataChunk : IDisposable
{
    /// <summary>The most rows that a chunk of the executor holds (<c>duckdb_vector_size</c>).</summary>
    public const int Capacity = 2048;

    readonly ColumnVector?[] _columns;
    readonly ImmutableArray<LogicalType> _types;

    internal DataChunk(DataChunkHandle handle, ImmutableArray<LogicalType> types)
    {
        Handle = handle;
        _types = types;
        RowCount = (int)DataChunks.Size(handle.Pointer);
        _columns = new ColumnVector?[types.Length];
    }

    public int RowCount { get; }

    public int ColumnCount => _columns.Length;

    internal DataChunkHandle Handle { get; }

    public ColumnVector Column(int index)
    {
        ThrowIfDisposed();
        return _columns[index] ??= new ColumnVector(this, DataChunks.Vector(Handle.Pointer, (ulong)index), _types[index], RowCount);
    }

    public void Dispose() => Handle.Dispose();

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
}
