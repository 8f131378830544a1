using System.Collections.Immutable;
using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Statements;

internal static class CallStatements
{
    /// <summary>After CALL: <c>tarn.system.procedure(name => constant, …)</c>.</summary>
    public static Statement Parse(TokenCursor cursor)
    {
        var procedure = cursor.ExpectObjectName("the procedure's name");
        var arguments = ImmutableArray.CreateBuilder<CallArgument>();
        cursor.ExpectSymbol("(");
        if (!cursor.TryTakeSymbol(")"))
        {
            do arguments.Add(ParseArgument(cursor));
            while (cursor.TryTakeSymbol(","));
            cursor.ExpectSymbol(")");
        }
        return new Statement.Call(procedure, arguments.ToImmutable());
    }

    static CallArgument ParseArgument(TokenCursor cursor)
    {
        var offset = cursor.Current.Start;
        string? name = null;
        if (cursor.Current.IsName && (cursor.PeekAt(1).IsSymbol("=>") || cursor.PeekAt(1).IsSymbol(":=")))
        {
            name = cursor.Take().Value;
            cursor.Take();
        }
        return new CallArgument(name, ParseConstant(cursor), offset);
    }

    static object? ParseConstant(TokenCursor cursor)
    {
        // TIMESTAMP '…': the procedure's parameter has the type.
        if (cursor.Current.IsAny("TIMESTAMP", "TIMESTAMPTZ", "DATE") && cursor.PeekAt(1).Kind == TokenKind.String) cursor.Take();
        if (cursor.Current.Kind == TokenKind.String) return cursor.Take().Value;
        if (cursor.TryTake("NULL")) return null;
        if (cursor.TryTake("TRUE")) return true;
        if (cursor.TryTake("FALSE")) return false;
        if (TryTakeList(cursor) is { } closing) return ParseList(cursor, closing);
        var negative = cursor.PeekAt(1).Kind == TokenKind.Number && cursor.TryTakeSymbol("-");
        if (cursor.Current.Kind == TokenKind.Number && long.TryParse(cursor.Current.Value, out var value))
        {
            cursor.Take();
            return negative ? -value : value;
        }
        throw cursor.Expected("a constant: a string, an integer, true, false, null, array(…) or map(…)");
    }

    /// <summary>The symbol that ends the list which begins here; null where none does.</summary>
    static string? TryTakeList(TokenCursor cursor)
    {
        var isNamed = cursor.Current.IsAny("ARRAY", "MAP");
        if (isNamed && cursor.PeekAt(1).IsSymbol("(")) cursor.Take();
        else if (cursor.Current.Is("ARRAY") && cursor.PeekAt(1).IsSymbol("[")) cursor.Take();
        if (isNamed && cursor.TryTakeSymbol("(")) return ")";
        return cursor.TryTakeSymbol("[") ? "]" : null;
    }

    /// <summary>What stands in an array, or the keys and values of a map in turn.</summary>
    static object?[] ParseList(TokenCursor cursor, string closing)
    {
        var items = new List<object?>();
        if (cursor.TryTakeSymbol(closing)) return [];
        do items.Add(ParseConstant(cursor));
        while (cursor.TryTakeSymbol(","));
        cursor.ExpectSymbol(closing);
        return [.. items];
    }
}
