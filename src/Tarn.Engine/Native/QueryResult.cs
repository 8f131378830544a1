using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>What a statement answers: columns, and chunks as they are asked for. A connection has one open result at a time: its next statement ends this one.</summary>
public sealed class QueryResult : IDisposable
{
    readonly Connection _connection;
    readonly ResultHandle _handle;
    readonly string _sql;
    readonly ImmutableArray<object?> _values;
    bool _atEnd;

    internal QueryResult(Connection connection, ResultHandle handle, string sql, ImmutableArray<object?> values)
    {
        (_connection, _handle, _sql, _values) = (connection, handle, sql, values);
        var count = (int)QueryExecution.ColumnCount(handle);
        var columns = ImmutableArray.CreateBuilder<TypeField>(count);
        for (ulong i = 0; i < (ulong)count; i++)
            columns.Add(new TypeField(NativeText.Borrowed(QueryExecution.ColumnName(handle, i)), TypeReader.Read(QueryExecution.ColumnLogicalType(handle, i))));
        Columns = columns.MoveToImmutable();
        Types = [.. Columns.Select(c => c.Type)];
        IsChangeCount = QueryExecution.ReturnType(handle.Value) is DuckDbResultType.ChangedRows;
        IsStreaming = QueryExecution.IsStreaming(handle.Value);
    }

    /// <summary>Names (not always distinct) and types, in order.</summary>
    public ImmutableArray<TypeField> Columns { get; }

    /// <summary>True when the one row and column is the number of rows that the statement changed.</summary>
    public bool IsChangeCount { get; }

    internal bool IsStreaming { get; }

    internal ImmutableArray<LogicalType> Types { get; }

    /// <summary>The next chunk, the caller's to dispose; null at the end. Blocks while the executor works.</summary>
    /// <exception cref="EngineException">The statement failed on the way, or was cancelled.</exception>
    public DataChunk? Fetch(CancellationToken cancellationToken)
    {
        if (_atEnd) return null;
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (Next(cancellationToken) is { } chunk) return chunk;
        _atEnd = true;
        ThrowIfFailed(cancellationToken);
        return null;
    }

    /// <summary>The chunks to the end; each is disposed when the next is asked for.</summary>
    public async IAsyncEnumerable<DataChunk> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One hop off the caller's thread; the fetches after it block, as the executor's workers do the work meanwhile.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (Fetch(cancellationToken) is { } chunk)
            using (chunk)
                yield return chunk;
    }

    public void Dispose()
    {
        _handle.Dispose();
        _connection.Forget(this);
    }

    DataChunk? Next(CancellationToken cancellationToken)
    {
        using var scope = _connection.Interruptible(cancellationToken);
        while (true)
        {
            var handle = PendingResults.FetchChunk(_handle.Value);
            if (handle.IsInvalid)
            {
                handle.Dispose();
                return null;
            }
            var chunk = new DataChunk(handle, Types);
            if (chunk.RowCount > 0) return chunk;
            chunk.Dispose();
        }
    }

    void ThrowIfFailed(CancellationToken cancellationToken)
    {
        var error = QueryExecution.Error(_handle);
        if (error == 0) return;
        var failure = _connection.Failure(NativeText.Borrowed(error), _sql, cancellationToken);
        throw failure.Kind is EngineErrorKind.Cancelled && IsStreaming ? LostFailure.Find(_connection, _sql, _values, cancellationToken) : failure;
    }
}
