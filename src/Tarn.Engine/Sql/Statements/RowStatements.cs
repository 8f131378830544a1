using System.Collections.Immutable;

namespace Tarn.Engine.Sql.Statements;

/// <summary>DELETE and UPDATE, and what they have in common with MERGE. Expressions stay the user's text: only where they begin and end is found here.</summary>
internal static class RowStatements
{
    const string Options = "OPTIONS";

    /// <summary>After DELETE: <c>FROM table [AS alias] [USING tables] [WHERE condition] [OPTIONS (…)]</c>.</summary>
    public static Statement ParseDelete(TokenCursor cursor, TextSlice? with)
    {
        cursor.Expect("FROM");
        var target = ParseTarget(cursor, "USING", "WHERE");
        TextSlice? tables = cursor.TryTake("USING") ? cursor.TakeUntil("a table", "WHERE", "RETURNING", Options) : null;
        var where = ParseWhere(cursor);
        return new Statement.Delete(target, tables, where, ParseOptions(cursor, with));
    }

    /// <summary>After UPDATE: <c>table [AS alias] SET column = expression, … [FROM tables] [WHERE condition] [OPTIONS (…)]</c>.</summary>
    public static Statement ParseUpdate(TokenCursor cursor, TextSlice? with)
    {
        var target = ParseTarget(cursor, "SET");
        cursor.Expect("SET");
        var set = ParseAssignments(cursor, "FROM", "WHERE", "RETURNING", Options);
        TextSlice? tables = cursor.TryTake("FROM") ? cursor.TakeUntil("a table", "WHERE", "RETURNING", Options) : null;
        var where = ParseWhere(cursor);
        return new Statement.Update(target, set, tables, where, ParseOptions(cursor, with));
    }

    public static DmlTarget ParseTarget(TokenCursor cursor, params ReadOnlySpan<string> next)
    {
        var name = cursor.ExpectObjectName("the table's name");
        if (cursor.TryTake("AS")) return new DmlTarget(name, cursor.ExpectName("an alias"));
        return new DmlTarget(name, cursor.Current.IsName && !cursor.Current.IsAny(next) && !cursor.Current.IsAny(Options, "RETURNING") ? cursor.Take().Value : null);
    }

    public static ImmutableArray<Assignment> ParseAssignments(TokenCursor cursor, params ReadOnlySpan<string> until)
    {
        var assignments = ImmutableArray.CreateBuilder<Assignment>();
        do
        {
            var column = cursor.ExpectObjectName("a column's name");
            cursor.ExpectSymbol("=");
            assignments.Add(new Assignment(column.Parts, column.Start, ParseValue(cursor, until)));
        }
        while (cursor.TryTakeSymbol(","));
        return assignments.ToImmutable();
    }

    /// <summary>An expression, or null for DEFAULT.</summary>
    public static TextSlice? ParseValue(TokenCursor cursor, params ReadOnlySpan<string> until)
    {
        var next = cursor.PeekAt(1);
        var standsAlone = next.IsSymbol(",") || next.IsSymbol(")") || next.IsSymbol(";") || next.Kind == Lexing.TokenKind.End || next.IsAny(until);
        return standsAlone && cursor.TryTake("DEFAULT") ? null : cursor.TakeExpression("an expression", until);
    }

    public static DmlOptions ParseOptions(TokenCursor cursor, TextSlice? with)
    {
        if (cursor.Current.Is("RETURNING"))
            throw cursor.Error(EngineErrorKind.NotSupported, "RETURNING is not supported: the answer of the statement is how many rows it changed.", cursor.Current.Start);
        var offset = cursor.Current.Start;
        var values = cursor.TryTake(Options) ? PropertyList.Parse(cursor) : ImmutableSortedDictionary<string, string>.Empty;
        return new DmlOptions(with, values, offset);
    }

    static TextSlice? ParseWhere(TokenCursor cursor) => cursor.TryTake("WHERE") ? cursor.TakeExpression("a condition", "RETURNING", Options) : null;
}
