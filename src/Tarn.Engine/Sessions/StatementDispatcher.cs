using Tarn.Engine.Dml;
using Tarn.Engine.Evolution;
using Tarn.Engine.Procedures;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Statistics;
using Tarn.Engine.Transactions;

namespace Tarn.Engine.Sessions;

/// <summary>Which room of the house runs which statement.</summary>
internal static class StatementDispatcher
{
    public static Task<StatementResult> RunAsync(StatementScope scope, Statement statement)
    {
        TransactionExecution.Check(scope, statement);
        return DispatchAsync(scope, statement);
    }

    static Task<StatementResult> DispatchAsync(StatementScope scope, Statement statement) => statement switch
    {
        Statement.Query query => QueryExecution.RunAsync(scope, query.Text, statement.Kind),
        Statement.DescribeQuery query => QueryExecution.RunAsync(scope, query.Text, statement.Kind),
        Statement.DescribeTable describe => CatalogInspection.DescribeAsync(scope, describe),
        Statement.Show show => CatalogInspection.ShowAsync(scope, show),
        Statement.ShowCreate show => CatalogInspection.ShowCreateAsync(scope, show),
        Statement.Explain explain => ExplainExecution.RunAsync(scope, explain),
        Statement.CreateNamespace create => NamespaceExecution.CreateAsync(scope, create),
        Statement.DropNamespace drop => NamespaceExecution.DropAsync(scope, drop),
        Statement.Use use => NamespaceExecution.UseAsync(scope, use),
        Statement.CreateTable create => TableExecution.CreateAsync(scope, create),
        Statement.DropTable drop => TableExecution.DropAsync(scope, drop),
        Statement.TruncateTable truncate => TableWriting.TruncateAsync(scope, truncate),
        Statement.Insert insert => TableWriting.InsertAsync(scope, insert),
        Statement.Delete or Statement.Update or Statement.Merge => RowChangeExecution.RunAsync(scope, statement),
        Statement.Transaction transaction => TransactionExecution.RunAsync(scope, transaction),
        Statement.AlterTable alter => TableAlteration.RunAsync(scope, alter),
        Statement.AlterView alter => ViewAlteration.RunAsync(scope, alter),
        Statement.SetSetting set => Task.FromResult(SettingExecution.Run(scope, set)),
        Statement.CreateView create => ViewExecution.CreateAsync(scope, create),
        Statement.DropView drop => ViewExecution.DropAsync(scope, drop),
        Statement.AnalyzeTable analyze => AnalyzeExecution.RunAsync(scope, analyze),
        Statement.Call call => ProcedureCalls.RunAsync(scope, call),
        _ => throw new System.Diagnostics.UnreachableException($"no room for {statement.GetType().Name}"),
    };
}
