using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Select;

namespace Tarn.Engine.Sql.TimeTravel;

/// <summary>Gives each time-travel clause to the table right before it; only an alias may stand between.</summary>
internal static class TimeTravelAttachment
{
    public static void Attach(SqlText sql, IReadOnlyList<TimeTravelClause> clauses, IReadOnlyList<TableReference> tables)
    {
        foreach (var clause in clauses)
        {
            var table = tables.Where(t => t.End <= clause.Start).MaxBy(t => t.End);
            if (table is null || !OnlyAliasBetween(sql, table.End, clause.Start))
                throw EngineException.At(EngineErrorKind.Syntax, "A time-travel clause stands right after a table's name or its alias, and only tables have a past.", sql.Text, clause.Start);
            if (table.TimeTravel is not null)
                throw EngineException.At(EngineErrorKind.Syntax, $"The table {table} has two time-travel clauses.", sql.Text, clause.Start);
            table.TimeTravel = clause;
        }
    }

    static bool OnlyAliasBetween(SqlText sql, int from, int to)
    {
        var index = sql.TokenAt(from);
        if (sql.Tokens[index].Is("AS")) index++;
        if (sql.Tokens[index].Start < to && sql.Tokens[index].IsName) index++;
        return sql.Tokens[index].Start >= to;
    }
}
