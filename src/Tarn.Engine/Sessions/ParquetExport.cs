using Tarn.Engine.Results;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sessions;

/// <summary>Writes all rows of a query to one Parquet file, by the executor itself.</summary>
internal static class ParquetExport
{
    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement statement, string path)
    {
        if (statement is not Statement.Query query)
            throw new EngineException(EngineErrorKind.NotSupported, "Only a query's rows can be written as Parquet. Nothing was run.");
        // What writes takes no parameters.
        var planned = await QueryPlanner.PlanAsync(scope, query.Text, forWriting: true).ConfigureAwait(false);
        var columns = await QueryExecution.ColumnsAsync(scope, planned).ConfigureAwait(false);
        await using var progress = ProgressReporter.Start(scope, "writing");
        var rows = await scope.Run(() => scope.Connection.Execute(ParquetOutput.Copy(planned.Text.Text, [.. columns], path), scope.Token)).ConfigureAwait(false);
        return StatementResult.Done(statement.Kind, $"{rows} rows written.", rows, planned);
    }
}
