using System.Globalization;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Sql.TimeTravel;
using Tarn.Iceberg.Metadata;

namespace Tarn.Engine.Sessions;

/// <summary>Computes a time-travel clause's expression: it passes the gate as a query without tables, and the executor evaluates it once.</summary>
internal static class TimeTravelEvaluation
{
    const string Select = "SELECT ";

    public static async Task<TimeTravelTarget> EvaluateAsync(StatementScope scope, SqlText sql, TimeTravelClause clause)
    {
        var name = BareName(sql, clause);
        return clause.Kind switch
        {
            TimeTravelKind.Branch => new TimeTravelTarget.ByReference(name ?? await TextAsync(scope, sql, clause).ConfigureAwait(false), SnapshotRefType.Branch),
            TimeTravelKind.Tag => new TimeTravelTarget.ByReference(name ?? await TextAsync(scope, sql, clause).ConfigureAwait(false), SnapshotRefType.Tag),
            TimeTravelKind.Reference => new TimeTravelTarget.ByReference(name ?? await TextAsync(scope, sql, clause).ConfigureAwait(false), null),
            TimeTravelKind.Timestamp => new TimeTravelTarget.AtTime(await InstantAsync(scope, sql, clause).ConfigureAwait(false)),
            TimeTravelKind.Snapshot => SnapshotId(sql, clause, await TextAsync(scope, sql, clause).ConfigureAwait(false)),
            TimeTravelKind.Options => throw EngineException.At(EngineErrorKind.InvalidInput, "WITH (…) is for the changes of a table: SELECT * FROM t.changes WITH ('start-snapshot-id' = '…').", sql.Text, clause.Start),
            _ when name is not null => new TimeTravelTarget.ByReference(name, null),
            _ => Version(await TextAsync(scope, sql, clause).ConfigureAwait(false)),
        };
    }

    static TimeTravelTarget Version(string value) => long.TryParse(value, CultureInfo.InvariantCulture, out var id)
        ? new TimeTravelTarget.ById(id)
        : new TimeTravelTarget.ByReference(value, null);

    static TimeTravelTarget.ById SnapshotId(SqlText sql, TimeTravelClause clause, string value) => long.TryParse(value, CultureInfo.InvariantCulture, out var id)
        ? new TimeTravelTarget.ById(id)
        : throw EngineException.At(EngineErrorKind.InvalidInput, $"'{value}' is no snapshot id: AT BRANCH and AT TAG take names.", sql.Text, clause.ExpressionStart);

    // AT BRANCH audit, VERSION AS OF audit: a word that is no expression.
    static string? BareName(SqlText sql, TimeTravelClause clause)
    {
        var token = sql.Tokens[sql.TokenAt(clause.ExpressionStart)];
        return token.IsName && token.End == clause.ExpressionEnd && clause.Kind is not (TimeTravelKind.Timestamp or TimeTravelKind.Snapshot) ? token.Value : null;
    }

    static async Task<string> TextAsync(StatementScope scope, SqlText sql, TimeTravelClause clause) =>
        Convert.ToString(await ValueAsync(scope, sql, clause, "CAST((", ") AS VARCHAR)").ConfigureAwait(false), CultureInfo.InvariantCulture)!;

    static async Task<long> InstantAsync(StatementScope scope, SqlText sql, TimeTravelClause clause)
    {
        var value = await ValueAsync(scope, sql, clause, "CAST((", ") AS TIMESTAMP WITH TIME ZONE)").ConfigureAwait(false);
        return value is long micros ? micros : throw new System.Diagnostics.UnreachableException($"a timestamp that is {value.GetType()}");
    }

    static async Task<object> ValueAsync(StatementScope scope, SqlText sql, TimeTravelClause clause, string before, string after)
    {
        var expression = sql.Text[clause.ExpressionStart..clause.ExpressionEnd];
        if (expression.Contains('?', StringComparison.Ordinal) && sql.Tokens.Any(t => t.Kind == TokenKind.Parameter && t.Start >= clause.ExpressionStart && t.End <= clause.ExpressionEnd && t.Value == "?"))
            throw EngineException.At(EngineErrorKind.NotSupported, "In a time-travel clause a parameter needs a number or a name: $1 or $name.", sql.Text, clause.ExpressionStart);
        var text = SqlText.Read(new string(' ', clause.ExpressionStart - Select.Length) + Select + expression);
        var analysis = scope.Lakehouse.Analyze(text, new TextSlice(0, text.Text.Length), scope.Session.Names, scope.Connection);
        if (analysis.Tables.Length > 0)
            throw EngineException.At(EngineErrorKind.NotSupported, "A time-travel clause takes a constant expression, without tables.", sql.Text, clause.ExpressionStart);
        return await scope.Run(() => Compute(scope, sql, clause, $"{Select}{before}{expression}{after}", Select.Length + before.Length)).ConfigureAwait(false);
    }

    static object Compute(StatementScope scope, SqlText sql, TimeTravelClause clause, string query, int offset)
    {
        try
        {
            using var prepared = scope.Connection.Prepare(query);
            QueryExecution.Bind(prepared, scope.Parameters);
            using var result = prepared.Execute(scope.Token);
            using var chunk = result.Fetch(scope.Token);
            return chunk is null || chunk.Column(0).IsNull(0)
                ? throw EngineException.At(EngineErrorKind.InvalidInput, "The time-travel clause's expression is null.", sql.Text, clause.ExpressionStart)
                : Results.ColumnValue.Read(chunk.Column(0), 0)!;
        }
        catch (EngineException e) when (e.Position is { } position && e.Excerpt?.Contains(query, StringComparison.Ordinal) == true)
        {
            var inside = Math.Clamp(position.Offset - offset, 0, clause.ExpressionEnd - clause.ExpressionStart);
            throw EngineException.At(e.Kind, e.Message, sql.Text, clause.ExpressionStart + inside, e);
        }
    }
}
