using System.Collections.Immutable;
using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Statements;

internal static class TableStatements
{
    /// <summary>After CREATE [OR REPLACE] TABLE.</summary>
    public static Statement ParseCreate(TokenCursor cursor, bool orReplace)
    {
        var ifNotExists = cursor.TryTake("IF", "NOT", "EXISTS");
        if (ifNotExists && orReplace)
            throw cursor.Error(EngineErrorKind.Syntax, "OR REPLACE and IF NOT EXISTS exclude each other.", cursor.PeekAt(-1).Start);
        var name = cursor.ExpectObjectName("the table's name");
        var columns = cursor.Current.IsSymbol("(") ? ParseColumns(cursor) : [];
        var clauses = new TableClauses();
        while (!cursor.AtEnd && !cursor.Current.Is("AS")) clauses.Parse(cursor);
        TextSlice? query = cursor.TryTake("AS") ? cursor.TakeRest("a query") : null;
        if (query is null && columns.IsEmpty) throw cursor.Expected("a column list", "AS");
        if (query is not null && !columns.IsEmpty)
            throw cursor.Error(EngineErrorKind.NotSupported, "CREATE TABLE … AS takes its columns from the query: leave the column list out, or cast in the query.", name.End);
        return new Statement.CreateTable(
            name, orReplace, ifNotExists, columns, clauses.Partitioning, clauses.Properties, clauses.Location, clauses.LocationOffset, query);
    }

    /// <summary>After DROP TABLE: <c>[IF EXISTS] name [PURGE]</c>.</summary>
    public static Statement ParseDrop(TokenCursor cursor)
    {
        var ifExists = cursor.TryTake("IF", "EXISTS");
        var name = cursor.ExpectObjectName("the table's name");
        return new Statement.DropTable(name, ifExists, cursor.TryTake("PURGE"));
    }

    /// <summary>After TRUNCATE: <c>[TABLE] name</c>.</summary>
    public static Statement ParseTruncate(TokenCursor cursor)
    {
        _ = cursor.PeekAt(1).IsName && cursor.TryTake("TABLE");
        return new Statement.TruncateTable(cursor.ExpectObjectName("the table's name"));
    }

    static ImmutableArray<ColumnDefinition> ParseColumns(TokenCursor cursor)
    {
        var columns = ImmutableArray.CreateBuilder<ColumnDefinition>();
        var types = new TypeParser(cursor);
        cursor.ExpectSymbol("(");
        do
        {
            var column = ParseColumn(cursor, types);
            if (columns.Any(c => c.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))
                throw cursor.Error(EngineErrorKind.Binding, $"The column {column.Name} is defined twice.", column.Offset);
            columns.Add(column);
        }
        while (cursor.TryTakeSymbol(","));
        cursor.ExpectSymbol(")");
        return columns.ToImmutable();
    }

    static ColumnDefinition ParseColumn(TokenCursor cursor, TypeParser types)
    {
        var offset = cursor.Current.Start;
        if (cursor.Current.IsAny("PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT") && cursor.PeekAt(1).Kind is not TokenKind.End)
            throw cursor.Error(EngineErrorKind.NotSupported, "Constraints other than NOT NULL are not supported: test them in a dbt test.", offset);
        var name = cursor.ExpectName("a column's name");
        var type = types.Parse();
        return new ColumnDefinition(name, type, ColumnOptions.Parse(cursor, placed: false), offset);
    }
}
