using Tarn.Engine.Native;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sessions;

/// <summary>
/// PIVOT without IN lists: the executor's parser turns it into several statements, which the gate cannot read. So the values are asked for first,
/// by a query that passes the gate like any other, and written into the text.
/// </summary>
internal static class PivotValues
{
    const int MaxValues = 10_000;

    /// <summary>The text with the lists put in, or null where none is missing.</summary>
    public static async Task<SplicedText?> CompleteAsync(StatementScope scope, SqlText sql, TextSlice query)
    {
        var edits = new List<TextEdit>();
        foreach (var pivot in PivotScanner.Find(sql, query))
        {
            foreach (var column in pivot.Columns)
            {
                var values = await ValuesAsync(scope, sql, pivot, column).ConfigureAwait(false);
                edits.Add(new TextEdit(column.End, column.End, $" IN ({string.Join(", ", values.Select(Identifiers.Literal))})"));
            }
        }
        return edits.Count == 0 ? null : SplicedText.Apply(sql.Text, edits);
    }

    static async Task<List<string>> ValuesAsync(StatementScope scope, SqlText sql, PivotScanner.Pivot pivot, TextSlice column)
    {
        var expression = sql.Text[column.Start..column.End];
        var text = SqlText.Read(
            $"{sql.Text[pivot.With.Start..pivot.With.End]} SELECT DISTINCT CAST(({expression}) AS VARCHAR) FROM {sql.Text[pivot.Source.Start..pivot.Source.End]} WHERE ({expression}) IS NOT NULL ORDER BY 1 LIMIT {MaxValues + 1}");
        List<string> values;
        try
        {
            var planned = await QueryPlanner.PlanAsync(scope, text, new TextSlice(0, text.Text.Length)).ConfigureAwait(false);
            values = await scope.Run(() => Read(scope, planned)).ConfigureAwait(false);
        }
        catch (EngineException e)
        {
            // Its positions count in the text made here.
            throw Failed(e.Kind, e.Message.TrimEnd('.'));
        }
        return values.Count switch
        {
            0 => throw Failed(EngineErrorKind.InvalidInput, "there are none"),
            > MaxValues => throw Failed(EngineErrorKind.ResourceLimit, $"there are more than {MaxValues}"),
            _ => values,
        };

        EngineException Failed(EngineErrorKind kind, string why) =>
            EngineException.At(kind, $"PIVOT cannot find the values of {expression}: {why}. List them: {expression} IN ('a', 'b').", sql.Text, column.Start);
    }

    static List<string> Read(StatementScope scope, PlannedQuery planned)
    {
        var values = new List<string>();
        using var prepared = scope.Connection.Prepare(planned.Text.Text);
        QueryExecution.Bind(prepared, scope.Parameters);
        using var result = prepared.Execute(scope.Token);
        while (result.Fetch(scope.Token) is { } chunk)
        {
            using (chunk)
                for (var row = 0; row < chunk.RowCount; row++) values.Add(chunk.Column(0).Text(row));
        }
        return values;
    }
}
