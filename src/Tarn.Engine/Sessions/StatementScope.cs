using Tarn.Engine.Native;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Select;
using Tarn.Iceberg;
using Tarn.Iceberg.Catalogs;
using Tarn.Security;
using Tarn.Security.Roles;

namespace Tarn.Engine.Sessions;

/// <summary>What one running statement holds: its slot, its connection, its clock and what cancels it.</summary>
internal sealed class StatementScope : IAsyncDisposable
{
    readonly CancellationToken _caller;
    readonly CancellationTokenSource _timeout;
    readonly CancellationTokenSource _linked;
    readonly List<IDisposable> _pins = [];
    Connection? _connection;
    bool _admitted;
    int _ended;
    readonly Dictionary<TableIdentifier, Table> _tables = [];
    readonly List<(SqlText Before, SplicedText After)> _rewrites = [];

    public StatementScope(Session session, SqlText sql, StatementParameters parameters, IProgress<WorkProgress>? progress, CancellationToken caller)
    {
        (Session, Sql, Parameters, Progress, _caller) = (session, sql, parameters, progress, caller);
        Timeout = Shorter(session.Options.StatementTimeout, Lakehouse.Options.Sql.StatementTimeout);
        _timeout = Timeout is { } limit ? new CancellationTokenSource(limit, Lakehouse.Time) : new CancellationTokenSource();
        _linked = CancellationTokenSource.CreateLinkedTokenSource(caller, _timeout.Token, session.Closed);
    }

    public Session Session { get; }

    public Lakehouse Lakehouse => Session.Lakehouse;

    /// <summary>The statement's text: the user's, or with what was completed in it.</summary>
    public SqlText Sql { get; private set; }

    public StatementParameters Parameters { get; }

    public IProgress<WorkProgress>? Progress { get; }

    public TimeSpan? Timeout { get; }

    /// <summary>How long it waited for its slot.</summary>
    public TimeSpan Waited { get; private set; }

    public CancellationToken Token => _linked.Token;

    public Connection Connection => _connection ?? throw new System.Diagnostics.UnreachableException("the statement has not begun");

    /// <summary>True when a streaming result took this over and will dispose it.</summary>
    public bool IsStreaming { get; set; }

    /// <summary>Goes on with a text in which something was completed; errors still point into the user's.</summary>
    public void Rewrite(SplicedText completed)
    {
        _rewrites.Add((Sql, completed));
        Sql = SqlText.Read(completed.Text);
    }

    /// <summary>Does something with a text made of the statement's, and comes back to the statement's.</summary>
    public async Task<T> WithTextAsync<T>(SplicedText text, Func<Task<T>> work)
    {
        var depth = _rewrites.Count;
        Rewrite(text);
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (EngineException e) when (e.Position is not null)
        {
            throw InTextOf(e, depth);
        }
        finally
        {
            Sql = _rewrites[depth].Before;
            _rewrites.RemoveRange(depth, _rewrites.Count - depth);
        }
    }

    public async Task BeginAsync()
    {
        var asked = Lakehouse.Time.GetTimestamp();
        await Lakehouse.Admission.EnterAsync(Token).ConfigureAwait(false);
        _admitted = true;
        Waited = Lakehouse.Time.GetElapsedTime(asked);
        _connection = Lakehouse.Sandbox.Rent(Session.Options.Profile);
    }

    /// <summary>A table as the statement sees it: every reference to it, and what is written to it, is of the same state.</summary>
    public async Task<Table> LoadTableAsync(TableIdentifier identifier)
    {
        if (Session.Transaction is { } transaction) return await transaction.LoadTableAsync(identifier, Token).ConfigureAwait(false);
        if (_tables.TryGetValue(identifier, out var known)) return known;
        return _tables[identifier] = await Lakehouse.Catalog.LoadTableAsync(identifier, Token).ConfigureAwait(false);
    }

    /// <summary>The statement is planned anew: it sees its tables as they are now.</summary>
    public void ForgetTables() => _tables.Clear();

    /// <summary>Work that blocks, off the caller's thread.</summary>
    public Task<T> Run<T>(Func<T> work) => Task.Run(work, Token);

    /// <summary>Keeps something until the statement has ended: files that it reads.</summary>
    public void Keep(IDisposable pin) => _pins.Add(pin);

    /// <summary>Also cancelled with another token, for as long as the registration lives.</summary>
    public CancellationTokenRegistration CancelWith(CancellationToken other) =>
        other.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _linked);

    public void Demand(Permission permission, SecuredObject target)
    {
        if (Lakehouse.Authorizer.Decide(Session.Principal, permission, target) is Decision.Denied denied)
            throw new EngineException(EngineErrorKind.Forbidden, denied.Reason);
    }

    /// <summary>The exception that the caller sees.</summary>
    public Exception Translate(Exception error) => error switch
    {
        EngineException { Position: not null } engine when _rewrites.Count > 0 => InTextOf(engine, 0),
        EngineException => error,
        OperationCanceledException when _caller.IsCancellationRequested => error,
        OperationCanceledException when _timeout.IsCancellationRequested => new EngineException(
            EngineErrorKind.Timeout, $"The statement was cancelled after {Timeout!.Value.TotalSeconds:0.###} s: sql.statementTimeout in tarn.yaml is the limit. Nothing was changed.", null, error),
        OperationCanceledException => new EngineException(EngineErrorKind.Cancelled, "The session was closed while the statement ran.", null, error),
        IcebergException iceberg => IcebergErrors.Translate(iceberg),
        AccessException access => new EngineException(EngineErrorKind.Forbidden, access.Message, null, access),
        _ => error,
    };

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return ValueTask.CompletedTask;
        if (_connection is not null) Lakehouse.Sandbox.Return(_connection, Session.Options.Profile);
        if (_admitted) Lakehouse.Admission.Leave();
        foreach (var pin in _pins) pin.Dispose();
        _linked.Dispose();
        _timeout.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The error with its place in the text before the rewrites from <paramref name="depth"/> on.</summary>
    EngineException InTextOf(EngineException error, int depth)
    {
        for (var i = _rewrites.Count - 1; i >= depth; i--)
            error = EngineException.At(error.Kind, error.Message, _rewrites[i].Before.Text, _rewrites[i].After.ToOriginal(error.Position!.Value.Offset), error);
        return error;
    }

    static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is { } a && other is { } b ? (a < b ? a : b) : one ?? other;
}
