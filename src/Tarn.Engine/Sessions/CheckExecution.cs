using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sessions;

/// <summary>Finds what is wrong with a statement, and what it would read, without running any part of it.</summary>
internal static class CheckExecution
{
    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement statement)
    {
        var inner = statement is Statement.Explain explain ? explain.Inner : statement;
        // Only by running a query could the values of a bare PIVOT be known.
        if (ExplainExecution.QueryOf(inner) is not { } query || PivotScanner.Find(scope.Sql, query).Any(pivot => pivot.Columns.Any()))
            return StatementResult.Done(statement.Kind, "");
        var planned = await QueryPlanner.PlanAsync(scope, query).ConfigureAwait(false);
        _ = await QueryExecution.ColumnsAsync(scope, planned).ConfigureAwait(false);
        return StatementResult.Done(statement.Kind, "", null, planned);
    }
}
