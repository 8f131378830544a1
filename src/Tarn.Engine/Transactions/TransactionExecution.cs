using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Transactions;

/// <summary>BEGIN, COMMIT and ROLLBACK.</summary>
internal static class TransactionExecution
{
    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement.Transaction statement)
    {
        var session = scope.Session;
        if (statement.Kind == StatementKind.Begin)
        {
            if (!session.Options.AllowsTransactions)
                throw new EngineException(EngineErrorKind.NotSupported, "Each request is a session of its own here, which a transaction would not outlive: run a script with tarn sql -f.");
            if (session.Transaction is not null) throw new EngineException(EngineErrorKind.InvalidInput, "A transaction has begun already: COMMIT or ROLLBACK ends it.");
            session.Transaction = await Transaction.BeginAsync(scope.Lakehouse, scope.Token).ConfigureAwait(false);
            return StatementResult.Done(statement.Kind, "Transaction begun.");
        }
        if (session.Transaction is not { } transaction) throw new EngineException(EngineErrorKind.InvalidInput, "There is no transaction: BEGIN begins one.");
        session.Transaction = null;
        if (statement.Kind == StatementKind.Rollback)
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            return StatementResult.Done(statement.Kind, "Transaction rolled back.");
        }
        var tables = await transaction.CommitAsync(scope.Token).ConfigureAwait(false);
        return StatementResult.Done(statement.Kind, $"Transaction committed: {tables} tables changed.");
    }

    /// <summary>Refuses what would take effect outside of the transaction that is open.</summary>
    public static void Check(StatementScope scope, Statement statement)
    {
        if (scope.Session.Transaction is null) return;
        var isPart = statement.Kind is StatementKind.Query or StatementKind.Describe or StatementKind.Explain or StatementKind.Use or StatementKind.Set or StatementKind.Insert or StatementKind.InsertOverwrite
            or StatementKind.TruncateTable or StatementKind.Delete or StatementKind.Update or StatementKind.Merge or StatementKind.Begin or StatementKind.Commit or StatementKind.Rollback;
        if (!isPart) throw new EngineException(EngineErrorKind.NotSupported, "Only rows are read and changed within a transaction, yet: COMMIT or ROLLBACK first.");
    }
}
