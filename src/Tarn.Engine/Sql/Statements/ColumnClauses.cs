using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

/// <summary>The clauses of ALTER TABLE that change columns.</summary>
internal static class ColumnClauses
{
    public static AlterAction? TryParse(TokenCursor cursor)
    {
        if (cursor.TryTake("ADD")) return ParseAdd(cursor);
        if (cursor.TryTake("DROP")) return ParseDrop(cursor);
        if (cursor.TryTake("RENAME")) return ParseRename(cursor);
        if (!cursor.TryTake("ALTER") && !cursor.TryTake("CHANGE")) return null;
        SkipColumnWord(cursor);
        return ParseAlter(cursor);
    }

    static AlterAction.AddColumns ParseAdd(TokenCursor cursor)
    {
        if (!cursor.TryTake("COLUMNS")) SkipColumnWord(cursor);
        var ifNotExists = cursor.TryTake("IF", "NOT", "EXISTS");
        var columns = ImmutableArray.CreateBuilder<ColumnAddition>();
        var types = new TypeParser(cursor);
        var bracketed = cursor.TryTakeSymbol("(");
        do
        {
            var path = cursor.ExpectObjectName("a column's name");
            columns.Add(new ColumnAddition(path, types.Parse(), ColumnOptions.Parse(cursor, placed: true)));
        }
        while (cursor.TryTakeSymbol(","));
        if (bracketed) cursor.ExpectSymbol(")");
        return new AlterAction.AddColumns(columns.ToImmutable(), ifNotExists);
    }

    static AlterAction.DropColumns ParseDrop(TokenCursor cursor)
    {
        if (!cursor.TryTake("COLUMNS")) SkipColumnWord(cursor);
        var ifExists = cursor.TryTake("IF", "EXISTS");
        return new AlterAction.DropColumns(AlterStatements.ParseNames(cursor), ifExists);
    }

    static AlterAction.RenameColumn ParseRename(TokenCursor cursor)
    {
        SkipColumnWord(cursor);
        var column = cursor.ExpectObjectName("a column's name");
        cursor.Expect("TO");
        return new AlterAction.RenameColumn(column, cursor.ExpectName("the column's new name"));
    }

    static AlterAction ParseAlter(TokenCursor cursor)
    {
        var column = cursor.ExpectObjectName("a column's name");
        if (cursor.TryTake("TYPE") || cursor.TryTake("SET", "DATA", "TYPE"))
        {
            var type = new TypeParser(cursor).Parse();
            return new AlterAction.SetType(column, type, cursor.TryTake("REWRITE"));
        }
        if (cursor.TryTake("SET", "NOT", "NULL")) return new AlterAction.SetRequired(column, Required: true);
        if (cursor.TryTake("DROP", "NOT", "NULL")) return new AlterAction.SetRequired(column, Required: false);
        if (cursor.TryTake("SET", "DEFAULT")) return new AlterAction.SetDefault(column, LiteralText.Parse(cursor));
        if (cursor.TryTake("DROP", "DEFAULT")) return new AlterAction.SetDefault(column, null);
        if (cursor.TryTake("COMMENT")) return new AlterAction.SetComment(column, cursor.ExpectString("the comment in quotes"));
        return ColumnOptions.PlaceOf(cursor) is { } place
            ? new AlterAction.Move(column, place)
            : throw cursor.Expected("TYPE", "SET DATA TYPE", "SET NOT NULL", "DROP NOT NULL", "SET DEFAULT", "DROP DEFAULT", "COMMENT", "FIRST", "AFTER");
    }

    // A column may be named "column": the word is one only before a name.
    static void SkipColumnWord(TokenCursor cursor)
    {
        if (cursor.PeekAt(1).IsName) _ = cursor.TryTake("COLUMN");
    }
}
