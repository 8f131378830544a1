using System.Collections.Concurrent;
using System.Collections.Immutable;
using Tarn.Engine.Changelog;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Transactions;
using Tarn.Security.Identity;

namespace Tarn.Engine.Sessions;

/// <summary>Runs statements on behalf of a principal. Its state is the namespace that USE chooses, the wap id that SET gives and the transaction that BEGIN begins.</summary>
public sealed class Session : IAsyncDisposable
{
    readonly CancellationTokenSource _closed = new();

    internal Session(Lakehouse lakehouse, Principal principal, SessionOptions options)
    {
        (Lakehouse, Principal, Options) = (lakehouse, principal, options);
        Namespace = [.. (options.Namespace ?? lakehouse.Options.Sql.DefaultNamespace).Split('.')];
    }

    public Lakehouse Lakehouse { get; }

    public Principal Principal { get; }

    /// <summary>Where bare table names are looked up.</summary>
    public ImmutableArray<string> Namespace { get; internal set; }

    /// <summary>The id under which writes are staged (<c>SET tarn.wap_id</c>); null to show them at once.</summary>
    public string? WapId { get; internal set; }

    /// <summary>The job whose statements come next; null for none. Snapshots that they make name it.</summary>
    public string? Job { get; set; }

    internal SessionOptions Options { get; }

    /// <summary>The views of changes that this session has made; they go before tables.</summary>
    internal ConcurrentDictionary<string, ChangelogView> Views { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The transaction that BEGIN began; null outside of one.</summary>
    internal Transaction? Transaction { get; set; }

    internal NameSpaceContext Names => new(Lakehouse.Options.CatalogAliases, Namespace);

    internal CancellationToken Closed => _closed.Token;

    /// <summary>Runs one statement. The answer of a query streams: dispose it, or read it to its end.</summary>
    /// <param name="sql">One statement, with or without a semicolon at its end.</param>
    /// <param name="parameters">Values for its parameters.</param>
    /// <param name="progress">Told now and then how far it is; never after the result was disposed.</param>
    /// <param name="cancellationToken">Cancels the statement, also while its rows are being read; the session stays usable.</param>
    /// <exception cref="EngineException">It was refused or failed. Positions count in <paramref name="sql"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<StatementResult> ExecuteAsync(
        string sql, StatementParameters? parameters, IProgress<WorkProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(sql, parameters ?? StatementParameters.None, progress, StatementDispatcher.RunAsync, cancellationToken);

    /// <summary>Puts the rows of a query into a table by key, as one commit: a row whose key is there replaces it, others are added.</summary>
    /// <remarks>The query passes the gate as any other and may read the table itself. Where another writer was faster, all of it is done again on the new state.</remarks>
    /// <param name="query">A SELECT with the names of the table's columns; columns that it leaves out become null.</param>
    /// <param name="target">Where to, and by which key.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellationToken">Cancels; nothing is changed then.</param>
    /// <exception cref="EngineException">It was refused or failed; the table is as it was. Positions count in <paramref name="query"/>.</exception>
    public Task<StatementResult> UpsertAsync(string query, UpsertTarget target, IProgress<WorkProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(query, StatementParameters.None, progress, (scope, statement) => UpsertExecution.RunAsync(scope, statement, target), cancellationToken);

    /// <summary>Writes all rows of a query to a Parquet file.</summary>
    /// <param name="query">A SELECT.</param>
    /// <param name="path">A new file below <see cref="LakehouseOptions.TemporaryFolder"/>: the executor may write nowhere else.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellationToken">Cancels; a half-written file is left to the caller.</param>
    /// <exception cref="EngineException">It was refused or failed. Positions count in <paramref name="query"/>.</exception>
    public Task<StatementResult> WriteParquetAsync(string query, string path, IProgress<WorkProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(query, StatementParameters.None, progress, (scope, statement) => ParquetExport.RunAsync(scope, statement, path), cancellationToken);

    /// <summary>Parses a statement, resolves its names, types its expressions and plans its reading, and does none of it.</summary>
    /// <remarks>Of statements that change rows in place only the grammar is checked, and of a bare PIVOT too: its values are known by running it.</remarks>
    /// <param name="sql">One statement.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>The tables and <see cref="StatementResult.Counts"/> of what would be read, without rows.</returns>
    /// <exception cref="EngineException">What running it would answer before anything is read. Positions count in <paramref name="sql"/>.</exception>
    public Task<StatementResult> CheckAsync(string sql, CancellationToken cancellationToken) =>
        RunAsync(sql, StatementParameters.None, null, CheckExecution.RunAsync, cancellationToken);

    async Task<StatementResult> RunAsync(
        string sql, StatementParameters parameters, IProgress<WorkProgress>? progress, Func<StatementScope, Statement, Task<StatementResult>> run, CancellationToken cancellationToken)
    {
        var text = SqlText.Read(sql);
        var statement = StatementParser.Parse(text);
        if (Options.AsOf is not null && statement.Kind is not (StatementKind.Query or StatementKind.Describe or StatementKind.Explain))
            throw new EngineException(EngineErrorKind.InvalidInput, "Only queries read the past; this statement would change the present. Nothing was done.");
        var scope = new StatementScope(this, text, parameters, progress, cancellationToken);
        try
        {
            await scope.BeginAsync().ConfigureAwait(false);
            var result = await run(scope, statement).ConfigureAwait(false);
            if (!scope.IsStreaming) await scope.DisposeAsync().ConfigureAwait(false);
            return result;
        }
        catch (Exception e)
        {
            var translated = scope.Translate(e);
            await scope.DisposeAsync().ConfigureAwait(false);
            if (ReferenceEquals(translated, e)) throw;
            throw translated;
        }
    }

    /// <summary>Runs one statement without parameters and progress.</summary>
    public Task<StatementResult> ExecuteAsync(string sql, CancellationToken cancellationToken) => ExecuteAsync(sql, null, null, cancellationToken);

    /// <summary>Cancels what still runs. A transaction that was not committed is rolled back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync().ConfigureAwait(false);
        if (Transaction is { } open) await open.DisposeAsync().ConfigureAwait(false);
        Transaction = null;
        _closed.Dispose();
    }
}
