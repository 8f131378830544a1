using System.Collections.Immutable;
using Tarn.Engine.Loading;
using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Sql.Statements;
using Tarn.Iceberg.Catalogs;
using Tarn.Security.Roles;

namespace Tarn.Engine.Sessions;

/// <summary>Puts the rows of a user's query into a table by key.</summary>
internal static class UpsertExecution
{
    /// <summary>A rewrite whose files another writer changed is planned anew this often.</summary>
    const int MaxTries = 10;

    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement statement, UpsertTarget target)
    {
        if (statement is not Statement.Query query) throw new EngineException(EngineErrorKind.InvalidInput, "An upsert takes its rows from a query.");
        var (levels, name) = scope.Session.Names.Complete(target.Table);
        scope.Demand(Permission.WriteRows, new SecuredObject.Table(levels, name));
        for (var tries = 1; ; tries++)
        {
            var table = await TableResolver.FindTableAsync(scope, levels, name, 0).ConfigureAwait(false);
            // The query may read the table itself: a new try needs its rows anew.
            var planned = await QueryPlanner.PlanAsync(scope, query.Text, forWriting: true).ConfigureAwait(false);
            var columns = await QueryExecution.ColumnsAsync(scope, planned).ConfigureAwait(false);
            try
            {
                var rows = await WriteAsync(scope, table, planned, columns, target).ConfigureAwait(false);
                return StatementResult.Done(StatementKind.Insert, $"{rows} rows put into {table}.", rows, planned);
            }
            catch (EngineException e) when (e.Position is not null)
            {
                // The query has bound: what failed while it ran has a place in our text around it only.
                throw new EngineException(e.Kind, e.Message, null, e);
            }
            catch (EngineException e) when (e.Kind == EngineErrorKind.Conflict && tries < MaxTries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 100) * tries), scope.Lakehouse.Time, scope.Token).ConfigureAwait(false);
                scope.ForgetTables();
            }
        }
    }

    static async Task<long> WriteAsync(StatementScope scope, Table table, PlannedQuery planned, IReadOnlyList<TypeField> columns, UpsertTarget target)
    {
        var names = columns.Select(c => FieldOf(scope, table, c.Name)).ToList();
        if (names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice) throw At(scope, $"The query gives the column {twice.Key} twice.");
        var rows = $"SELECT * FROM (\n{planned.Text.Text}\n) AS __rows({string.Join(", ", names.Select(Identifiers.Quote))})";
        var mode = new LoadMode.Upsert([.. target.Keys.Select(k => FieldOf(scope, table, k))], []) { KeepRepeatedKeys = target.KeepRepeatedKeys };
        var request = new LoadRequest(table.Identifier, rows, mode) { Progress = scope.Progress };
        var sandbox = scope.Lakehouse.Sandbox;
        using var connection = sandbox.Instance.Connect();
        var incoming = columns.Select((c, i) => c with { Name = names[i] }).ToImmutableArray();
        var count = await scope.Run(() => TableRewrite.StageAsync(connection, request, table, incoming, scope.Token)).Unwrap().ConfigureAwait(false);
        if (count == 0) return 0;
        var rewrite = new TableRewrite(scope.Lakehouse, sandbox.Instance, new ScanBuilder(scope.Lakehouse.Store, sandbox.Functions, scope.Lakehouse.Files));
        _ = await scope.Run(() => rewrite.RunAsync(connection, request, table, scope.Token)).Unwrap().ConfigureAwait(false);
        return count;
    }

    /// <summary>The column in the table's own spelling.</summary>
    static string FieldOf(StatementScope scope, Table table, string name) =>
        table.Schema.Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw At(scope, $"The table {table} has no column {name}. It has {string.Join(", ", table.Schema.Fields.Select(f => f.Name))}.");

    static EngineException At(StatementScope scope, string message) => EngineException.At(EngineErrorKind.Binding, message, scope.Sql.Text, 0);
}
