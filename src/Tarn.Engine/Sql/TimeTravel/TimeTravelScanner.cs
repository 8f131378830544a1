using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.TimeTravel;

/// <summary>Finds the time-travel clauses of every dialect that Tarn takes, so that they can be blanked out before the executor's parser reads the text.</summary>
internal static class TimeTravelScanner
{
    /// <summary>The clauses between two offsets, in order.</summary>
    public static IReadOnlyList<TimeTravelClause> Find(SqlText sql, int from, int to)
    {
        var clauses = new List<TimeTravelClause>();
        for (var i = sql.TokenAt(from); sql.Tokens[i].Kind != TokenKind.End && sql.Tokens[i].Start < to; i++)
        {
            if (Read(sql, i) is not { } clause) continue;
            clauses.Add(clause);
            i = sql.TokenAt(clause.End) - 1;
        }
        return clauses;
    }

    static TimeTravelClause? Read(SqlText sql, int i)
    {
        var first = sql.Tokens[i];
        if (first.Kind != TokenKind.Word) return null;
        if (first.Is("AT")) return ReadAt(sql, i);
        // The WITH of a CTE has a name before any bracket.
        if (first.Is("WITH") && sql.Tokens[i + 1].IsSymbol("(")) return ReadOptions(sql, i);
        var word = first.Is("FOR") ? i + 1 : i;
        if (!Follows(sql, word + 1, "AS", "OF")) return null;
        var token = sql.Tokens[word];
        if (token.Is("VERSION") || (word > i && token.Is("SYSTEM_VERSION"))) return Unbracketed(sql, i, word + 3, TimeTravelKind.Version);
        return token.Is("TIMESTAMP") || (word > i && token.Is("SYSTEM_TIME")) ? Unbracketed(sql, i, word + 3, TimeTravelKind.Timestamp) : null;
    }

    static TimeTravelClause? ReadAt(SqlText sql, int i)
    {
        var next = sql.Tokens[i + 1];
        if (next.IsSymbol("(")) return ReadBracketed(sql, i);
        TimeTravelKind? kind = next.Value.ToUpperInvariant() switch
        {
            "SNAPSHOT" => TimeTravelKind.Snapshot,
            "BRANCH" => TimeTravelKind.Branch,
            "TAG" => TimeTravelKind.Tag,
            "REF" or "REFERENCE" => TimeTravelKind.Reference,
            "TIMESTAMP" => TimeTravelKind.Timestamp,
            "VERSION" => TimeTravelKind.Version,
            _ => null,
        };
        return next.Kind == TokenKind.Word && kind is { } known ? Unbracketed(sql, i, i + 2, known) : null;
    }

    static TimeTravelClause? ReadBracketed(SqlText sql, int i)
    {
        if (i + 3 >= sql.Tokens.Count || !sql.Tokens[i + 3].IsSymbol("=>")) return null;
        var unit = sql.Tokens[i + 2];
        var kind = unit.Is("VERSION") ? TimeTravelKind.Version
            : unit.Is("TIMESTAMP") ? TimeTravelKind.Timestamp
            : throw EngineException.At(EngineErrorKind.Syntax, $"Syntax error at \"{unit.Value}\": expected VERSION or TIMESTAMP.", sql.Text, unit.Start);
        var depth = 1;
        for (var close = i + 4; sql.Tokens[close].Kind != TokenKind.End; close++)
        {
            if (sql.Tokens[close].IsSymbol("(")) depth++;
            if (!sql.Tokens[close].IsSymbol(")") || --depth > 0) continue;
            if (close == i + 4) break;
            return new TimeTravelClause(kind, sql.Tokens[i].Start, sql.Tokens[close].End, sql.Tokens[i + 4].Start, sql.Tokens[close - 1].End);
        }
        throw EngineException.At(EngineErrorKind.Syntax, "AT (VERSION|TIMESTAMP => …) needs an expression and a closing ).", sql.Text, sql.Tokens[i].Start);
    }

    static TimeTravelClause ReadOptions(SqlText sql, int i)
    {
        var close = i + 2;
        while (!sql.Tokens[close].IsSymbol(")"))
            if (sql.Tokens[close++].Kind == TokenKind.End) throw EngineException.At(EngineErrorKind.Syntax, "WITH ('key' = 'value', …) needs a closing ).", sql.Text, sql.Tokens[i].Start);
        return new TimeTravelClause(TimeTravelKind.Options, sql.Tokens[i].Start, sql.Tokens[close].End, sql.Tokens[i + 1].Start, sql.Tokens[close].End);
    }

    static TimeTravelClause Unbracketed(SqlText sql, int first, int expression, TimeTravelKind kind)
    {
        var end = ExpressionExtent.End(sql, expression);
        return new TimeTravelClause(kind, sql.Tokens[first].Start, sql.Tokens[end - 1].End, sql.Tokens[expression].Start, sql.Tokens[end - 1].End);
    }

    static bool Follows(SqlText sql, int index, string first, string second) =>
        index + 1 < sql.Tokens.Count && sql.Tokens[index].Is(first) && sql.Tokens[index + 1].Is(second);
}
