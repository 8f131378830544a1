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
        var negative = cursor.PeekAt(1).Kind == TokenKind.Number && cursor.TryTakeSymbol("-");
        if (cursor.Current.Kind == TokenKind.Number && long.TryParse(cursor.Current.Value, out var value))
        {
            cursor.Take();
            return negative ? -value : value;
        }
        throw cursor.Expected("a constant: a string, an integer, true, false or null");
    }
}
