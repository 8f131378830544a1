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
        if (StartsQuery(cursor)) return new Statement.Query(cursor.TakeRest("a query"));
        if (cursor.TryTake("CREATE")) return ParseCreate(cursor);
        if (cursor.TryTake("DROP")) return ParseDrop(cursor);
        if (cursor.TryTake("TRUNCATE")) return TableStatements.ParseTruncate(cursor);
        if (cursor.TryTake("INSERT")) return InsertStatements.Parse(cursor);
        if (cursor.TryTake("SHOW")) return InspectionStatements.ParseShow(cursor);
        if (cursor.Current.IsAny("DESCRIBE", "DESC", "SUMMARIZE")) return InspectionStatements.ParseDescribe(cursor);
        if (cursor.TryTake("EXPLAIN")) return InspectionStatements.ParseExplain(cursor);
        if (cursor.TryTake("USE")) return NamespaceStatements.ParseUse(cursor);
        if (cursor.TryTake("CALL")) return CallStatements.Parse(cursor);
        throw OtherStatements.Explain(cursor);
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
