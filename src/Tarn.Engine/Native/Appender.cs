using System.Collections.Immutable;
using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>Puts chunks of rows into a table of the instance, the fastest way in. Rows count only after <see cref="Complete"/>; disposing before it drops what is buffered.</summary>
public sealed class Appender : IDisposable
{
    readonly AppenderHandle _handle;
    bool _completed;

    Appender(AppenderHandle handle)
    {
        _handle = handle;
        var count = (int)Appenders.ColumnCount(handle);
        Types = [.. Enumerable.Range(0, count).Select(i => TypeReader.Read(Appenders.ColumnType(handle, (ulong)i)))];
    }

    public ImmutableArray<LogicalType> Types { get; }

    internal static Appender Open(Connection connection, string? catalog, string? schema, string table)
    {
        if (Appenders.Create(connection.Handle, catalog, schema, table, out var handle) == DuckDbState.Success) return new Appender(handle);
        using (handle) throw Failure(handle);
    }

    /// <summary>Hands a filled chunk to the table's buffer; the chunk can be filled again.</summary>
    public void Append(ChunkBuilder chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (Appenders.AppendChunk(_handle, chunk.Seal()) != DuckDbState.Success) throw Failure(_handle);
    }

    /// <summary>Writes what is buffered and ends the appending.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (Appenders.Close(_handle) != DuckDbState.Success) throw Failure(_handle);
        _completed = true;
    }

    public void Dispose()
    {
        // Destroying flushes: without this, an aborted append would still leave rows.
        if (!_completed && !_handle.IsClosed && !_handle.IsInvalid) _ = Appenders.Clear(_handle);
        _handle.Dispose();
    }

    static EngineException Failure(AppenderHandle handle)
    {
        var error = handle.IsInvalid ? 0 : Appenders.Error(handle);
        if (error == 0) return new EngineException(EngineErrorKind.Internal, "The executor's appender failed without a reason.");
        try
        {
            return ExecutorError.From(NativeText.Borrowed(ErrorData.Message(error)), "");
        }
        finally
        {
            ErrorData.Destroy(ref error);
        }
    }
}
