using System.Collections.Immutable;
using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Statements;

/// <summary>Walks the tokens of one statement and words every syntax error of our own grammar in one form.</summary>
internal sealed class TokenCursor(SqlText sql)
{
    int _index;

    public string Text => sql.Text;

    public Token Current => sql.Tokens[_index];

    public Token PeekAt(int ahead) => sql.Tokens[Math.Clamp(_index + ahead, 0, sql.Tokens.Count - 1)];

    /// <summary>True at the end of the statement: of the text, or a semicolon.</summary>
    public bool AtEnd => Current.Kind == TokenKind.End || Current.IsSymbol(";");

    public Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End) _index++;
        return token;
    }

    /// <summary>Takes the words in a row, or none of them.</summary>
    public bool TryTake(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
            if (!PeekAt(i).Is(words[i])) return false;
        _index += words.Length;
        return true;
    }

    public bool TryTakeSymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol)) return false;
        _index++;
        return true;
    }

    public void Expect(string word)
    {
        if (!TryTake(word)) throw Expected(word);
    }

    public void ExpectSymbol(string symbol)
    {
        if (!TryTakeSymbol(symbol)) throw Expected($"'{symbol}'");
    }

    public string ExpectName(string what)
    {
        if (!Current.IsName) throw Expected(what);
        return Take().Value;
    }

    public string ExpectString(string what)
    {
        if (Current.Kind != TokenKind.String) throw Expected(what);
        return Take().Value;
    }

    public int ExpectInteger(string what)
    {
        if (Current.Kind != TokenKind.Number || !int.TryParse(Current.Value, out var value)) throw Expected(what);
        Take();
        return value;
    }

    public ObjectName ExpectObjectName(string what)
    {
        var start = Current.Start;
        var parts = ImmutableArray.CreateBuilder<string>();
        int end;
        do
        {
            if (!Current.IsName) throw Expected(parts.Count == 0 ? what : "a name after the dot");
            end = Current.End;
            parts.Add(Take().Value);
        }
        while (TryTakeSymbol("."));
        return new ObjectName(parts.ToImmutable(), start, end);
    }

    public void ExpectEnd()
    {
        if (!AtEnd) throw Expected("the end of the statement");
    }

    /// <summary>The rest of the statement as a query; the cursor then stands at the end.</summary>
    public TextSlice TakeRest(string what)
    {
        if (AtEnd) throw Expected(what);
        var start = Current.Start;
        while (!AtEnd) _index++;
        return new TextSlice(start, PeekAt(-1).End);
    }

    /// <summary>An expression: everything up to a comma, a closing bracket or one of the words, outside of brackets and of CASE … END.</summary>
    public TextSlice TakeExpression(string what, params ReadOnlySpan<string> until)
    {
        var start = Current.Start;
        var depth = 0;
        var first = _index;
        while (!AtEnd)
        {
            if (depth == 0 && (Current.IsSymbol(",") || IsClosing(Current) || (Current.IsAny(until) && !IsPartOfOperator(until)))) break;
            if (Current.IsSymbol("(") || Current.IsSymbol("[") || Current.IsSymbol("{") || Current.Is("CASE")) depth++;
            else if (IsClosing(Current) || (depth > 0 && Current.Is("END"))) depth--;
            _index++;
        }
        return _index > first ? new TextSlice(start, PeekAt(-1).End) : throw Expected(what);
    }

    /// <summary>Everything up to one of the words outside of brackets: a list of tables, whose commas are its own.</summary>
    public TextSlice TakeUntil(string what, params ReadOnlySpan<string> until)
    {
        var slice = TakeExpression(what, until);
        while (TryTakeSymbol(",")) slice = slice with { End = TakeExpression(what, until).End };
        return slice;
    }

    static bool IsClosing(Token token) => token.IsSymbol(")") || token.IsSymbol("]") || token.IsSymbol("}");

    // a IS DISTINCT FROM b, and OPTIONS that is no list of options.
    bool IsPartOfOperator(ReadOnlySpan<string> until) =>
        (Current.Is("FROM") && PeekAt(-1).Is("DISTINCT")) || (Current.Is("OPTIONS") && until.Contains("OPTIONS") && !PeekAt(1).IsSymbol("("));

    public EngineException Expected(params ReadOnlySpan<string> alternatives)
    {
        var list = alternatives.Length == 1
            ? alternatives[0]
            : $"{string.Join(", ", alternatives[..^1].ToArray())} or {alternatives[^1]}";
        var found = Current.Kind == TokenKind.End ? "the end of the text" : $"\"{Text[Current.Start..Current.End]}\"";
        return Error(EngineErrorKind.Syntax, $"Syntax error at {found}: expected {list}.", Current.Start);
    }

    public EngineException Error(EngineErrorKind kind, string message, int offset) => EngineException.At(kind, message, Text, offset);
}
