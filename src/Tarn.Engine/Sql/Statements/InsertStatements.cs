using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

internal static class InsertStatements
{
    /// <summary>After INSERT: <c>INTO|OVERWRITE [TABLE] name [(columns)] [BY NAME|BY POSITION] query</c>.</summary>
    public static Statement Parse(TokenCursor cursor)
    {
        if (cursor.Current.Is("OR"))
            throw cursor.Error(EngineErrorKind.NotSupported, "INSERT OR … is not supported yet: upserts come with MERGE.", cursor.Current.Start);
        var overwrite = cursor.TryTake("OVERWRITE");
        if (!overwrite) cursor.Expect("INTO");
        _ = cursor.PeekAt(1).IsName && !cursor.PeekAt(1).IsAny("BY", "SELECT", "VALUES", "FROM", "WITH", "TABLE") && cursor.TryTake("TABLE");
        var target = cursor.ExpectObjectName("the table's name");
        if (cursor.Current.Is("PARTITION"))
            throw cursor.Error(EngineErrorKind.NotSupported, "PARTITION (…) is not supported yet: give the partition columns in the query.", cursor.Current.Start);
        var columns = StartsColumnList(cursor) ? ParseColumns(cursor) : [];
        var byName = !cursor.TryTake("BY", "POSITION") && cursor.TryTake("BY", "NAME");
        if (cursor.Current.Is("DEFAULT"))
            throw cursor.Error(EngineErrorKind.NotSupported, "INSERT … DEFAULT VALUES is not supported: list the values.", cursor.Current.Start);
        if (!StatementParser.StartsQuery(cursor)) throw cursor.Expected("a column list", "BY NAME", "VALUES", "a query");
        return new Statement.Insert(target, columns, byName, overwrite, cursor.TakeRest("a query"));
    }

    // "(a, b)" is a column list, "(select …)" and "((…" are queries.
    static bool StartsColumnList(TokenCursor cursor) =>
        cursor.Current.IsSymbol("(") && cursor.PeekAt(1).IsName
        && (cursor.PeekAt(2).IsSymbol(",") || cursor.PeekAt(2).IsSymbol(")"));

    static ImmutableArray<string> ParseColumns(TokenCursor cursor)
    {
        var columns = ImmutableArray.CreateBuilder<string>();
        cursor.ExpectSymbol("(");
        do
        {
            var offset = cursor.Current.Start;
            var name = cursor.ExpectName("a column's name");
            if (columns.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw cursor.Error(EngineErrorKind.Binding, $"The column {name} is listed twice.", offset);
            columns.Add(name);
        }
        while (cursor.TryTakeSymbol(","));
        cursor.ExpectSymbol(")");
        return columns.ToImmutable();
    }
}
