using System.Buffers;

namespace Tarn.Engine.Sql.Lexing;

/// <summary>A statement's text and its tokens, with nothing in it that the executor and we would read differently.</summary>
internal sealed class SqlText
{
    SqlText(string text, IReadOnlyList<Token> tokens)
    {
        Text = text;
        Tokens = tokens;
    }

    /// <summary>The text with every Unicode blank outside ASCII made an ordinary one: offsets equal those of the user's text.</summary>
    public string Text { get; }

    public IReadOnlyList<Token> Tokens { get; }

    /// <exception cref="EngineException">The text holds what no SQL text may: a NUL, half a surrogate pair, an open string or comment.</exception>
    public static SqlText Read(string text)
    {
        Refuse(text);
        var plain = WithPlainBlanks(text);
        return new SqlText(plain, Tokenizer.Tokenize(plain));
    }

    /// <summary>The index of the token that starts at or is the first after <paramref name="offset"/>.</summary>
    public int TokenAt(int offset)
    {
        var low = 0;
        var high = Tokens.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Tokens[middle].Start < offset) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    // The executor takes C strings: what stands behind a NUL would be seen by one of us only.
    static void Refuse(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0') throw EngineException.At(EngineErrorKind.Syntax, "The text holds a NUL character.", text, i);
            if (!char.IsSurrogate(c)) continue;
            if (!char.IsHighSurrogate(c) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                throw EngineException.At(EngineErrorKind.Syntax, "The text holds half of a surrogate pair.", text, i);
            i++;
        }
    }

    // DuckDB replaces these before it parses, which would move every position behind them.
    static string WithPlainBlanks(string text) =>
        text.AsSpan().IndexOfAny(UnicodeBlanks) < 0 ? text : string.Create(text.Length, text, (target, source) =>
        {
            var inside = QuotedRanges(source);
            var next = 0;
            for (var i = 0; i < target.Length; i++)
            {
                while (next < inside.Count && inside[next].End <= i) next++;
                var quoted = next < inside.Count && inside[next].Start <= i;
                target[i] = !quoted && UnicodeBlanks.Contains(source[i]) ? ' ' : source[i];
            }
        });

    static readonly SearchValues<char> UnicodeBlanks = SearchValues.Create(
        "\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B\u200C\u200D\u2028\u2029\u202F\u205F\u2060\u3000\uFEFF");

    static List<Token> QuotedRanges(string text) =>
        [.. Tokenizer.Tokenize(text).Where(t => t.Kind is TokenKind.String or TokenKind.QuotedName)];
}
