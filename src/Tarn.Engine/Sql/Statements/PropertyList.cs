using System.Collections.Immutable;
using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Statements;

/// <summary><c>('key' = 'value', write.format.default = 'parquet')</c> of TBLPROPERTIES and WITH PROPERTIES.</summary>
internal static class PropertyList
{
    public static ImmutableSortedDictionary<string, string> Parse(TokenCursor cursor)
    {
        var properties = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        cursor.ExpectSymbol("(");
        do
        {
            var offset = cursor.Current.Start;
            var key = Key(cursor);
            _ = cursor.TryTakeSymbol("=");
            if (!properties.TryAdd(key, Value(cursor)))
                throw cursor.Error(EngineErrorKind.Syntax, $"The property '{key}' is given twice.", offset);
        }
        while (cursor.TryTakeSymbol(","));
        cursor.ExpectSymbol(")");
        return properties.ToImmutable();
    }

    /// <summary><c>('key', write.format.default)</c> of UNSET.</summary>
    public static ImmutableArray<string> ParseKeys(TokenCursor cursor)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        cursor.ExpectSymbol("(");
        do keys.Add(Key(cursor));
        while (cursor.TryTakeSymbol(","));
        cursor.ExpectSymbol(")");
        return keys.ToImmutable();
    }

    // An unquoted key may hold what looks like symbols: write.parquet.compression-codec.
    static string Key(TokenCursor cursor)
    {
        if (cursor.Current.Kind == TokenKind.String) return cursor.Take().Value;
        var start = cursor.Current.Start;
        var end = start;
        while (cursor.Current.Start == end || end == start)
        {
            if (!cursor.Current.IsName && cursor.Current.Kind != TokenKind.Number && !cursor.Current.IsSymbol(".") && !cursor.Current.IsSymbol("-")) break;
            end = cursor.Take().End;
        }
        return end > start ? cursor.Text[start..end] : throw cursor.Expected("a property name");
    }

    static string Value(TokenCursor cursor)
    {
        var token = cursor.Current;
        if (token.Kind is TokenKind.String) return cursor.Take().Value;
        if (token.IsAny("true", "false")) return cursor.Take().Value.ToLowerInvariant();
        var negative = token.IsSymbol("-") && cursor.PeekAt(1).Kind == TokenKind.Number;
        if (negative) cursor.Take();
        return cursor.Current.Kind == TokenKind.Number
            ? (negative ? "-" : "") + cursor.Take().Value
            : throw cursor.Expected("a property value: a string, a number, true or false");
    }
}
