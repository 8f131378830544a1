namespace Tarn.Engine.Sql.Statements;

/// <summary>SHOW, DESCRIBE, SUMMARIZE and EXPLAIN.</summary>
internal static class InspectionStatements
{
    public static Statement ParseShow(TokenCursor cursor)
    {
        if (cursor.TryTake("CREATE")) return ParseShowCreate(cursor);
        _ = cursor.TryTake("ALL");
        if (cursor.TryTake("TABLES")) return ParseListing(cursor, ShowTarget.Tables);
        if (cursor.TryTake("VIEWS")) return ParseListing(cursor, ShowTarget.Views);
        if (cursor.TryTake("SCHEMAS") || cursor.TryTake("NAMESPACES") || cursor.TryTake("DATABASES")) return ParseListing(cursor, ShowTarget.Namespaces);
        if (cursor.TryTake("COLUMNS")) return ParseOfTable(cursor, ShowTarget.Columns);
        if (cursor.TryTake("TBLPROPERTIES")) return ParseOfTable(cursor, ShowTarget.Properties);
        throw cursor.Expected("TABLES", "SCHEMAS", "NAMESPACES", "VIEWS", "COLUMNS", "TBLPROPERTIES", "CREATE TABLE", "CREATE VIEW");
    }

    /// <summary>DESCRIBE or SUMMARIZE; a plain name is ours, everything else (queries, time travel) is a query of the executor's.</summary>
    public static Statement ParseDescribe(TokenCursor cursor)
    {
        var first = cursor.Take();
        if (first.Is("SUMMARIZE") || StatementParser.StartsQuery(cursor) && !IsDescribeTable(cursor))
            return new Statement.DescribeQuery(new Lead(first.Start).Through(cursor.TakeRest("a table or a query")));
        if (cursor.PeekAt(1).IsName && (cursor.TryTake("EXTENDED") || cursor.TryTake("FORMATTED")))
            throw cursor.Error(EngineErrorKind.NotSupported, "DESCRIBE EXTENDED is not supported: SHOW CREATE TABLE and SHOW TBLPROPERTIES tell the rest.", cursor.PeekAt(-1).Start);
        _ = cursor.PeekAt(1).IsName && cursor.TryTake("TABLE");
        var name = cursor.ExpectObjectName("a table or a query");
        if (cursor.AtEnd) return new Statement.DescribeTable(name);
        _ = cursor.TakeRest("the end of the statement");
        return new Statement.DescribeQuery(new TextSlice(first.Start, cursor.PeekAt(-1).End));
    }

    public static Statement ParseExplain(TokenCursor cursor)
    {
        var analyze = cursor.TryTake("ANALYZE");
        if (cursor.AtEnd) throw cursor.Expected("a statement");
        if (cursor.Current.Is("EXPLAIN")) throw cursor.Expected("a statement other than EXPLAIN");
        return new Statement.Explain(StatementParser.ParseStatement(cursor), analyze);
    }

    static bool IsDescribeTable(TokenCursor cursor) => cursor.Current.Is("TABLE") && cursor.PeekAt(1).IsName;

    static Statement.ShowCreate ParseShowCreate(TokenCursor cursor)
    {
        var view = cursor.TryTake("VIEW");
        if (!view && !cursor.TryTake("TABLE")) throw cursor.Expected("TABLE", "VIEW");
        return new Statement.ShowCreate(cursor.ExpectObjectName("a name"), view);
    }

    static Statement.Show ParseListing(TokenCursor cursor, ShowTarget target)
    {
        var where = cursor.TryTake("IN") || cursor.TryTake("FROM") ? cursor.ExpectObjectName("a namespace's name") : null;
        var like = cursor.TryTake("LIKE") ? cursor.ExpectString("a pattern in quotes") : null;
        if (!cursor.AtEnd) throw cursor.Expected("IN", "LIKE", "the end of the statement");
        return new Statement.Show(target, where, like);
    }

    static Statement.Show ParseOfTable(TokenCursor cursor, ShowTarget target)
    {
        if (!cursor.TryTake("IN") && !cursor.TryTake("FROM") && target == ShowTarget.Columns) throw cursor.Expected("IN", "FROM");
        return new Statement.Show(target, cursor.ExpectObjectName("a table's name"), null);
    }

    readonly record struct Lead(int Start)
    {
        public TextSlice Through(TextSlice rest) => new(Start, rest.End);
    }
}
