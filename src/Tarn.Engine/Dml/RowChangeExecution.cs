using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Dml;

/// <summary>DELETE, UPDATE and MERGE. Each is one commit; where another writer changed what it read, all of it is done again on the new state.</summary>
/// <remarks>
/// Doing it again is as if the statement had been sent a moment later, whatever functions it calls: it has answered nothing yet. After the last try the conflict is the answer.
/// </remarks>
internal static class RowChangeExecution
{
    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement statement)
    {
        var parameters = ParameterLiterals.Edits(scope.Sql, new TextSlice(0, scope.Sql.Text.Length), scope.Parameters).ToList();
        if (parameters.Count > 0)
        {
            // The statement's parts change their order on the way to the executor, and ? counts by order.
            scope.Rewrite(SplicedText.Apply(scope.Sql.Text, parameters));
            statement = StatementParser.Parse(scope.Sql);
        }
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await RunOnceAsync(scope, statement).ConfigureAwait(false);
            }
            catch (EngineException e) when (e.Kind == EngineErrorKind.Conflict && tries <= scope.Session.Options.MaxReplans)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(10, 50) * tries), scope.Lakehouse.Time, scope.Token).ConfigureAwait(false);
                scope.ForgetTables();
            }
        }
    }

    static Task<StatementResult> RunOnceAsync(StatementScope scope, Statement statement) => statement switch
    {
        Statement.Delete delete => DeleteExecution.RunAsync(scope, delete),
        Statement.Update update => UpdateExecution.RunAsync(scope, update),
        Statement.Merge merge => MergeExecution.RunAsync(scope, merge),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
