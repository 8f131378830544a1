using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Statements;

/// <summary>The grammar of our own statements. What is a query goes to the executor's parser; what is neither is refused with what to do instead.</summary>
internal static class StatementParser
{
    static readonly string[] QueryWords =
        ["SELECT", "WITH", "FROM", "VALUES", "TABLE", "PIVOT", "PIVOT_WIDER", "PIVOT_LONGER", "UNPIVOT"];

    /// <summary>Reads one statement.</summary>
    /// <exception cref="EngineException">Syntax, Refused (the gate) or NotSupported (later work), with the position.</exception>
    public static Statement Parse(SqlText sql)
    {
        var cursor = new TokenCursor(sql);
        if (cursor.AtEnd) throw cursor.Error(EngineErrorKind.Syntax, "The statement is empty.", 0);
        var statement = ParseStatement(cursor);
        cursor.ExpectEnd();
        if (cursor.TryTakeSymbol(";") && cursor.Current.Kind != TokenKind.End)
            throw cursor.Error(EngineErrorKind.Syntax, "One statement at a time: there is more text after the semicolon.", cursor.Current.Start);
        return statement;
    }

    internal static Statement ParseStatement(TokenCursor cursor)
    {
        if (TryTakeWith(cursor) is { } with) return ParseRows(cursor, with) ?? throw cursor.Expected("DELETE", "UPDATE", "MERGE");
        if (StartsQuery(cursor)) return new Statement.Query(cursor.TakeRest("a query"));
        if (ParseRows(cursor, null) is { } rows) return rows;
        if (TransactionStatements.TryParse(cursor) is { } transaction) return transaction;
        if (cursor.TryTake("CREATE")) return ParseCreate(cursor);
        if (cursor.TryTake("DROP")) return ParseDrop(cursor);
        if (cursor.TryTake("TRUNCATE")) return TableStatements.ParseTruncate(cursor);
        if (cursor.TryTake("INSERT")) return InsertStatements.Parse(cursor);
        if (cursor.TryTake("SHOW")) return InspectionStatements.ParseShow(cursor);
        if (cursor.Current.IsAny("DESCRIBE", "DESC", "SUMMARIZE")) return InspectionStatements.ParseDescribe(cursor);
        if (cursor.TryTake("EXPLAIN")) return InspectionStatements.ParseExplain(cursor);
        if (cursor.TryTake("ALTER")) return AlterStatements.Parse(cursor);
        if (SessionSettings.TryParse(cursor) is { } setting) return setting;
        if (cursor.TryTake("USE")) return NamespaceStatements.ParseUse(cursor);
        if (cursor.TryTake("ANALYZE")) return AnalyzeStatements.Parse(cursor);
        if (cursor.TryTake("CALL")) return CallStatements.Parse(cursor);
        throw OtherStatements.Explain(cursor);
    }

    static Statement? ParseRows(TokenCursor cursor, TextSlice? with)
    {
        if (cursor.TryTake("DELETE")) return RowStatements.ParseDelete(cursor, with);
        if (cursor.TryTake("UPDATE")) return RowStatements.ParseUpdate(cursor, with);
        return cursor.TryTake("MERGE") ? MergeStatements.Parse(cursor, with) : null;
    }

    /// <summary>The WITH before a DELETE, UPDATE or MERGE; null, and nothing taken, where it leads a query.</summary>
    static TextSlice? TryTakeWith(TokenCursor cursor)
    {
        if (!cursor.Current.Is("WITH")) return null;
        var (ahead, depth) = (0, 0);
        for (; cursor.PeekAt(ahead).Kind != TokenKind.End; ahead++)
        {
            var token = cursor.PeekAt(ahead);
            if (token.IsSymbol("(")) depth++;
            else if (token.IsSymbol(")")) depth--;
            else if (depth == 0 && ahead > 0 && cursor.PeekAt(ahead - 1).IsSymbol(")") && token.IsAny("DELETE", "UPDATE", "MERGE")) break;
        }
        if (cursor.PeekAt(ahead).Kind == TokenKind.End) return null;
        var slice = new TextSlice(cursor.Current.Start, cursor.PeekAt(ahead - 1).End);
        while (ahead-- > 0) cursor.Take();
        return slice;
    }

    internal static bool StartsQuery(TokenCursor cursor) => cursor.Current.IsAny(QueryWords) || cursor.Current.IsSymbol("(");

    static Statement ParseCreate(TokenCursor cursor)
    {
        var orReplace = cursor.TryTake("OR", "REPLACE");
        if (cursor.TryTake("TABLE")) return TableStatements.ParseCreate(cursor, orReplace);
        if (cursor.TryTake("VIEW")) return ViewStatements.ParseCreate(cursor, orReplace);
        if (!orReplace && (cursor.TryTake("NAMESPACE") || cursor.TryTake("SCHEMA") || cursor.TryTake("DATABASE")))
            return NamespaceStatements.ParseCreate(cursor);
        throw OtherStatements.ExplainCreate(cursor);
    }

    static Statement ParseDrop(TokenCursor cursor)
    {
        if (cursor.TryTake("TABLE")) return TableStatements.ParseDrop(cursor);
        if (cursor.TryTake("VIEW")) return ViewStatements.ParseDrop(cursor);
        if (cursor.TryTake("NAMESPACE") || cursor.TryTake("SCHEMA") || cursor.TryTake("DATABASE"))
            return NamespaceStatements.ParseDrop(cursor);
        throw OtherStatements.ExplainDrop(cursor);
    }
}
