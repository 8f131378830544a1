using System.Collections.Immutable;
using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>A statement that parsed and bound. There is no object for one that did not: the executor's getters end the process on such a handle.</summary>
public sealed class PreparedStatement : IDisposable
{
    readonly Connection _connection;
    readonly PreparedStatementHandle _handle;
    readonly string _sql;
    readonly object?[] _values;

    PreparedStatement(Connection connection, PreparedStatementHandle handle, string sql)
    {
        (_connection, _handle, _sql) = (connection, handle, sql);
        ParameterCount = (int)PreparedStatements.ParameterCount(handle);
        _values = new object?[ParameterCount];
        IsQuery = PreparedStatements.StatementType(handle) is DuckDbStatementType.Select or DuckDbStatementType.Explain;
    }

    public int ParameterCount { get; }

    /// <summary>True for a SELECT (and what DuckDB counts as one) and EXPLAIN.</summary>
    public bool IsQuery { get; }

    /// <summary>The columns of the answer; types may be unknown until all parameters have values.</summary>
    public ImmutableArray<TypeField> Columns
    {
        get
        {
            var count = PreparedStatements.ColumnCount(_handle);
            var columns = ImmutableArray.CreateBuilder<TypeField>((int)count);
            for (ulong i = 0; i < count; i++)
            {
                var name = NativeText.Owned(PreparedStatements.ColumnName(_handle, i));
                columns.Add(new TypeField(name, TypeReader.Read(PreparedStatements.ColumnLogicalType(_handle, i))));
            }
            return columns.MoveToImmutable();
        }
    }

    /// <summary>The executor's own form of a column's type, which the caller disposes.</summary>
    internal LogicalTypeHandle NativeColumnType(int index) => PreparedStatements.ColumnLogicalType(_handle, (ulong)index);

    /// <summary>The name of the parameter at an index from 1: its number for <c>?</c> and <c>$1</c>.</summary>
    public string ParameterName(int index) => NativeText.Owned(PreparedStatements.ParameterName(_handle, (ulong)index));

    /// <summary>Gives the parameter at an index from 1 a value: see <see cref="ParameterValue"/> for the types.</summary>
    public void Bind(int index, object? value)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (index < 1 || index > ParameterCount)
            throw new EngineException(EngineErrorKind.InvalidInput, $"The statement has {ParameterCount} parameters; there is none at {index}.");
        using var native = ParameterValue.Create(value);
        if (BindValues.BindValue(_handle, (ulong)index, native) != DuckDbState.Success) throw Failed(default);
        _values[index - 1] = value;
    }

    /// <summary>Gives the parameter <c>$name</c> a value.</summary>
    public void Bind(string name, object? value)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (BindValues.ParameterIndex(_handle, out var index, name) != DuckDbState.Success)
            throw new EngineException(EngineErrorKind.InvalidInput, $"The statement has no parameter ${name}.");
        Bind((int)index, value);
    }

    /// <summary>Starts the statement and streams what it answers. Blocks until the first rows are there.</summary>
    public QueryResult Execute(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        _connection.CloseOpenResult();
        using var scope = _connection.Interruptible(cancellationToken);
        var state = PendingResults.PendingStreaming(_handle, out var pending);
        using (pending)
        {
            if (state != DuckDbState.Success) throw Failed(NativeText.Borrowed(PendingResults.Error(pending)), cancellationToken);
            var result = new ResultHandle();
            if (PendingResults.Execute(pending, result) == DuckDbState.Success) return _connection.Opened(new QueryResult(_connection, result, _sql, [.. _values]));
            using (result) throw Failed(NativeText.Borrowed(QueryExecution.Error(result)), cancellationToken);
        }
    }

    /// <summary>Forgets the values of the parameters.</summary>
    public void ClearBindings() => _ = PreparedStatements.ClearBindings(_handle);

    public void Dispose() => _handle.Dispose();

    internal static PreparedStatement From(Connection connection, DuckDbState state, PreparedStatementHandle handle, string sql)
    {
        if (state == DuckDbState.Success) return new PreparedStatement(connection, handle, sql);
        using (handle)
        {
            var raw = handle.IsInvalid ? "" : NativeText.Borrowed(PreparedStatements.Error(handle));
            throw raw.Length == 0
                ? new EngineException(EngineErrorKind.Internal, "The executor refused the statement without a reason. Nothing was run.")
                : ExecutorError.From(raw, sql);
        }
    }

    EngineException Failed(CancellationToken cancellationToken) => Failed(NativeText.Borrowed(PreparedStatements.Error(_handle)), cancellationToken);

    EngineException Failed(string raw, CancellationToken cancellationToken) => _connection.Failure(raw, _sql, cancellationToken);
}
