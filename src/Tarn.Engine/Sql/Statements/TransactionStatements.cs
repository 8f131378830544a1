using Tarn.Engine.Sessions;

namespace Tarn.Engine.Sql.Statements;

/// <summary><c>BEGIN|START TRANSACTION</c>, <c>COMMIT</c>, <c>ROLLBACK</c>, with TRANSACTION or WORK behind them.</summary>
internal static class TransactionStatements
{
    public static Statement? TryParse(TokenCursor cursor)
    {
        if (cursor.TryTake("START", "TRANSACTION")) return new Statement.Transaction(StatementKind.Begin);
        StatementKind? kind = cursor.Current.Is("BEGIN") ? StatementKind.Begin
            : cursor.Current.Is("COMMIT") ? StatementKind.Commit
            : cursor.Current.IsAny("ROLLBACK", "ABORT") ? StatementKind.Rollback
            : null;
        if (kind is not { } known) return null;
        cursor.Take();
        if (!cursor.TryTake("TRANSACTION")) _ = cursor.TryTake("WORK");
        return new Statement.Transaction(known);
    }
}
