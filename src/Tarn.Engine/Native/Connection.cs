using Tarn.Engine.Native.Handles;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>A connection to an instance of the executor: one statement at a time, from any thread; <see cref="Interrupt"/> and <see cref="Progress"/> from any other thread meanwhile.</summary>
public sealed class Connection : IDisposable
{
    readonly ConnectionHandle _handle;
    readonly Instance _instance;
    QueryResult? _open;

    internal Connection(Instance instance, ConnectionHandle handle) => (_instance, _handle) = (instance, handle);

    internal ConnectionHandle Handle => _handle;

    internal Instance Instance => _instance;

    /// <summary>How far the running statement is, as the executor sees it; the fraction is null while it cannot tell.</summary>
    /// <remarks>It is told only where the settings <c>enable_progress_bar</c> (on) and <c>progress_bar_time</c> (0) ask for it, which <see cref="Instance"/> sets.</remarks>
    public (double? Fraction, long Rows, long TotalRows) Progress
    {
        get
        {
            var progress = OpenConnect.QueryProgress(_handle);
            return (progress.Percentage < 0 ? null : progress.Percentage / 100, (long)progress.RowsProcessed, (long)progress.TotalRowsToProcess);
        }
    }

    /// <summary>Stops the running statement: it fails with <see cref="EngineErrorKind.Cancelled"/>. Harmless when none is running.</summary>
    public void Interrupt() => OpenConnect.Interrupt(_handle);

    /// <summary>Runs a statement and streams what it answers. Blocks until the first rows are there.</summary>
    /// <exception cref="EngineException">It does not parse, bind or run; positions count in <paramref name="sql"/>.</exception>
    public QueryResult Query(string sql, IReadOnlyList<object?>? parameters, CancellationToken cancellationToken)
    {
        using var statement = Prepare(sql);
        for (var i = 0; i < (parameters?.Count ?? 0); i++) statement.Bind(i + 1, parameters![i]);
        return statement.Execute(cancellationToken);
    }

    /// <summary><see cref="Query"/> off the caller's thread.</summary>
    public Task<QueryResult> QueryAsync(string sql, IReadOnlyList<object?>? parameters, CancellationToken cancellationToken) =>
        Task.Run(() => Query(sql, parameters, cancellationToken), cancellationToken);

    /// <summary>Runs a statement for its effect and returns the number of rows that it says it changed.</summary>
    public long Execute(string sql, CancellationToken cancellationToken)
    {
        using var result = Query(sql, null, cancellationToken);
        var changed = 0L;
        while (result.Fetch(cancellationToken) is { } chunk)
            using (chunk)
                if (result.IsChangeCount && chunk.RowCount == 1) changed = chunk.Column(0).Values<long>()[0];
        return changed;
    }

    /// <summary><see cref="Execute"/> off the caller's thread.</summary>
    public Task<long> ExecuteAsync(string sql, CancellationToken cancellationToken) => Task.Run(() => Execute(sql, cancellationToken), cancellationToken);

    /// <summary>The first column of the first row as text; null when there is no row or it is null. For the executor's own answers, <c>json_serialize_sql</c> for one.</summary>
    public string? Scalar(string sql, IReadOnlyList<object?>? parameters, CancellationToken cancellationToken)
    {
        using var result = Query(sql, parameters, cancellationToken);
        using var chunk = result.Fetch(cancellationToken);
        return chunk is null || chunk.Column(0).IsNull(0) ? null : chunk.Column(0).Text(0);
    }

    /// <summary>How many rows a query gives.</summary>
    public long Count(string query, CancellationToken cancellationToken)
    {
        using var result = Query($"SELECT count(*) FROM (\n{query}\n)", null, cancellationToken);
        using var chunk = result.Fetch(cancellationToken);
        return chunk!.Column(0).Values<long>()[0];
    }

    /// <summary>Parses and binds one statement.</summary>
    /// <exception cref="EngineException">It does not parse or bind, or there are several.</exception>
    public PreparedStatement Prepare(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var state = PreparedStatements.Prepare(_handle, NativeText.Whole(sql), out var statement);
        return PreparedStatement.From(this, state, statement, sql);
    }

    /// <summary>Appends chunks to a table of the instance itself.</summary>
    public Appender Append(string? catalog, string? schema, string table) => Appender.Open(this, catalog, schema, table);

    /// <summary>The operators and their times of the last statement, when profiling is on (<c>PRAGMA enable_profiling='no_output'</c>); null otherwise.</summary>
    public ProfilingNode? Profile()
    {
        var root = ProfilingInfo.Get(_handle);
        return root == 0 ? null : ProfilingNode.Read(root);
    }

    public void Dispose()
    {
        _open?.Dispose();
        _handle.Dispose();
    }

    internal InterruptScope? Interruptible(CancellationToken cancellationToken) => InterruptScope.Begin(this, cancellationToken);

    internal QueryResult Opened(QueryResult result)
    {
        _open = result;
        return result;
    }

    /// <summary>A result that another statement overtakes is closed first: the executor would pull its remaining rows into memory or fail on the next fetch.</summary>
    internal void CloseOpenResult() => _open?.Dispose();

    internal void Forget(QueryResult result) => Interlocked.CompareExchange(ref _open, null, result);

    internal EngineException Failure(string raw, string sql, CancellationToken cancellationToken)
    {
        _ = _instance;
        var error = ExecutorError.From(raw, sql);
        if (error.Kind is EngineErrorKind.Cancelled) cancellationToken.ThrowIfCancellationRequested();
        return error;
    }
}
