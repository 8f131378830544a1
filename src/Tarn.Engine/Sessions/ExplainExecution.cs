using System.Globalization;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sessions;

/// <summary>EXPLAIN: what Tarn decided (states, files), then the executor's plan. With ANALYZE the query runs and the plan has its times.</summary>
internal static class ExplainExecution
{
    static readonly ResultSchema Schema = new(("item", TypeId.Varchar), ("detail", TypeId.Varchar));

    public static async Task<StatementResult> RunAsync(StatementScope scope, Statement.Explain explain)
    {
        if (QueryOf(explain.Inner) is not { } query)
            return StatementResult.Rows(StatementKind.Explain, Schema, [["statement", explain.Inner.Kind.ToString()]]);
        var planned = await QueryPlanner.PlanAsync(scope, query).ConfigureAwait(false);
        var rows = new List<IReadOnlyList<object?>> { Row("statement", explain.Inner.Kind.ToString()) };
        foreach (var scan in planned.Scans) rows.Add(Row("table", Describe(scan)));
        var total = planned.Counts;
        rows.Add(Row("files", $"{total.FilesConsidered} considered, {total.FilesPruned} pruned, {total.FilesRead} read, {total.BytesRead} bytes"));
        var plan = await PlanAsync(scope, planned, explain.Analyze).ConfigureAwait(false);
        rows.AddRange(plan.TrimEnd('\n').Split('\n').Select(line => Row("plan", line)));
        return new StatementResult(StatementKind.Explain, Schema, StatementResult.Rows(StatementKind.Explain, Schema, rows).Batches)
        {
            Tables = planned.Tables,
            Counts = total,
        };
    }

    /// <summary>The query in a statement whose reading can be planned; null where there is none.</summary>
    public static TextSlice? QueryOf(Statement statement) => statement switch
    {
        Statement.Query query => query.Text,
        Statement.DescribeQuery query => query.Text,
        Statement.Insert insert => insert.Source,
        Statement.CreateTable { As: { } query } => query,
        Statement.CreateView view => view.As,
        _ => null,
    };

    static string Describe(PlannedScan scan)
    {
        var state = scan.Table.SnapshotId is { } id
            ? string.Create(CultureInfo.InvariantCulture, $"snapshot {id} of {scan.Table.Timestamp!.Value:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}{(scan.Table.IsTimeTravel ? " (time travel)" : "")}")
            : "no snapshot";
        var counts = scan.Counts;
        return $"{scan.Table.Name}: {state}; filter {scan.Filter}; {counts.FilesConsidered} files considered, {counts.FilesPruned} pruned, {counts.FilesRead} read, {counts.BytesRead} bytes{(scan.OnlyCounted ? "; rows counted from manifests" : "")}";
    }

    static async Task<string> PlanAsync(StatementScope scope, PlannedQuery planned, bool analyze)
    {
        using var result = await QueryExecution.StartAsync(scope, planned, analyze ? "EXPLAIN ANALYZE " : "EXPLAIN ").ConfigureAwait(false);
        return await scope.Run(() =>
        {
            using var chunk = result.Fetch(scope.Token);
            return chunk is null ? "" : chunk.Column(1).Text(0);
        }).ConfigureAwait(false);
    }

    static object?[] Row(string item, string detail) => [item, detail];
}
