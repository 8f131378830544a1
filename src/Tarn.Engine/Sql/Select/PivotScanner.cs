using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Statements;

namespace Tarn.Engine.Sql.Select;

/// <summary>Finds <c>PIVOT source ON a, b USING …</c> whose columns have no list of values. (The form <c>FROM t PIVOT (… FOR a IN …)</c> always has one.)</summary>
internal static class PivotScanner
{
    /// <param name="With">The WITH clause before it, or nothing.</param>
    /// <param name="Source">What is pivoted.</param>
    /// <param name="Columns">The columns that need values.</param>
    internal sealed record Pivot(TextSlice With, TextSlice Source, IReadOnlyList<TextSlice> Columns);

    public static IEnumerable<Pivot> Find(SqlText sql, TextSlice query)
    {
        for (var i = sql.TokenAt(query.Start); sql.Tokens[i].Kind != TokenKind.End && sql.Tokens[i].Start < query.End; i++)
            if (sql.Tokens[i].IsAny("PIVOT", "PIVOT_WIDER") && IsStatement(sql, i, query) && Read(sql, i, query) is { } pivot) yield return pivot;
    }

    static bool IsStatement(SqlText sql, int index, TextSlice query)
    {
        if (sql.Tokens[index].Start == query.Start) return true;
        var before = sql.Tokens[index - 1];
        if (before.IsSymbol("(") || before.IsAny("DESCRIBE", "SUMMARIZE")) return true;
        var next = sql.Tokens[index + 1];
        return before.IsSymbol(")") && (next.IsName || (next.IsSymbol("(") && sql.Tokens[index + 2].IsAny("SELECT", "FROM", "WITH", "VALUES", "PIVOT", "UNPIVOT")));
    }

    static Pivot? Read(SqlText sql, int index, TextSlice query)
    {
        var on = FindAtDepth(sql, index + 1, query.End, "ON");
        if (on < 0 || on == index + 1) return null;
        var columns = new List<TextSlice>();
        var start = on + 1;
        var hasList = false;
        for (int i = start, depth = 0; ; i++)
        {
            var token = sql.Tokens[i];
            var ends = token.Kind == TokenKind.End || token.Start >= query.End || (depth == 0 && (token.IsSymbol(")") || token.IsSymbol(";") || token.IsAny("USING", "GROUP", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT")));
            if (ends || (depth == 0 && token.IsSymbol(",")))
            {
                if (!hasList && i > start) columns.Add(new TextSlice(sql.Tokens[start].Start, sql.Tokens[i - 1].End));
                if (ends) break;
                (start, hasList) = (i + 1, false);
            }
            depth += token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0;
            hasList |= depth == 0 && token.Is("IN");
        }
        return columns.Count == 0 ? null : new Pivot(With(sql, index, query), new TextSlice(sql.Tokens[index + 1].Start, sql.Tokens[on - 1].End), columns);
    }

    static int FindAtDepth(SqlText sql, int index, int end, string word)
    {
        for (int i = index, depth = 0; sql.Tokens[i].Kind != TokenKind.End && sql.Tokens[i].Start < end && depth >= 0; i++)
        {
            if (depth == 0 && sql.Tokens[i].Is(word)) return i;
            depth += sql.Tokens[i].IsSymbol("(") ? 1 : sql.Tokens[i].IsSymbol(")") ? -1 : 0;
        }
        return -1;
    }

    // From the bracket that holds the PIVOT, or the query's start, up to it.
    static TextSlice With(SqlText sql, int index, TextSlice query)
    {
        var depth = 0;
        var start = index;
        while (start > 0 && sql.Tokens[start - 1].Start >= query.Start)
        {
            if (sql.Tokens[start - 1].IsSymbol(")")) depth++;
            if (sql.Tokens[start - 1].IsSymbol("(") && depth-- == 0) break;
            start--;
        }
        return sql.Tokens[start].Is("WITH") ? new TextSlice(sql.Tokens[start].Start, sql.Tokens[index].Start) : new TextSlice(query.Start, query.Start);
    }
}
