using System.Text;

namespace Tarn.Engine.Sql.Lexing;

/// <summary>Cuts SQL text into tokens by the rules of the executor's own scanner (PostgreSQL's, with DuckDB's additions).</summary>
/// <remarks>
/// The gate rests on this: where a string, comment or quoted name ends must be exactly where the executor sees its end. Comments nest,
/// E'' strings know backslashes and ordinary ones do not, a dollar quote ends only at its own tag, and a name may hold any character above ASCII.
/// </remarks>
internal ref struct Tokenizer
{
    // Longest first: the first that matches at a place is taken.
    static readonly string[] Symbols =
        ["!~~*", "->>", "!~~", "~~*", "~~~", "<=>", "<->", "**", "=>", "::", ":=", "->", "..", "||", "<=", ">=", "<>", "!=", "==", "//", "!~", "~~", "<<", ">>", "@>", "<@", "^@", "&&"];

    readonly string _text;
    int _at;

    Tokenizer(string text) => _text = text;

    /// <summary>All tokens of <paramref name="text"/> in order, the last of kind <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="EngineException">A string, comment or quoted name has no end (<see cref="EngineErrorKind.Syntax"/>).</exception>
    public static IReadOnlyList<Token> Tokenize(string text)
    {
        var tokenizer = new Tokenizer(text);
        var tokens = new List<Token>(text.Length / 5 + 4);
        while (true)
        {
            var token = tokenizer.Next();
            tokens.Add(token);
            if (token.Kind == TokenKind.End) return tokens;
        }
    }

    Token Next()
    {
        SkipBlanks();
        if (_at >= _text.Length) return new Token(TokenKind.End, _text.Length, _text.Length, "");
        var c = _text[_at];
        if (c == '\'') return QuotedString(_at, escapes: false);
        if (c is 'e' or 'E' && Peek(1) == '\'') return EscapeString();
        if (c == '"') return QuotedName();
        if (IsNameStart(c)) return Word();
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)))) return Number();
        if (c == '$') return Dollar();
        return c == '?' ? QuestionMark() : Symbol();
    }

    readonly char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] is ' ' or '\t' or '\n' or '\r' or '\f' or '\v') _at++;
            else if (_text[_at] == '-' && Peek(1) == '-') SkipLineComment();
            else if (_text[_at] == '/' && Peek(1) == '*') SkipBlockComment();
            else return;
        }
    }

    void SkipLineComment()
    {
        while (_at < _text.Length && _text[_at] is not ('\n' or '\r')) _at++;
    }

    void SkipBlockComment()
    {
        var start = _at;
        var depth = 0;
        do
        {
            if (_at >= _text.Length) throw Unterminated("comment: the closing */ is missing", start);
            if (_text[_at] == '/' && Peek(1) == '*')
            {
                depth++;
                _at += 2;
            }
            else if (_text[_at] == '*' && Peek(1) == '/')
            {
                depth--;
                _at += 2;
            }
            else
            {
                _at++;
            }
        }
        while (depth > 0);
    }

    Token QuotedString(int start, bool escapes)
    {
        var quote = _at++;
        var content = new StringBuilder();
        while (true)
        {
            if (_at >= _text.Length) throw Unterminated("string: the closing ' is missing", start);
            var c = _text[_at++];
            if (c == '\\' && escapes && _at < _text.Length) content.Append(Unescape());
            else if (c != '\'') content.Append(c);
            else if (Peek(0) == '\'') content.Append(_text[_at++]);
            else break;
        }
        return new Token(TokenKind.String, quote == start ? quote : start, _at, content.ToString());
    }

    Token EscapeString()
    {
        var start = _at++;
        return QuotedString(start, escapes: true);
    }

    string Unescape()
    {
        var c = _text[_at++];
        return c switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            'b' => "\b",
            'f' => "\f",
            'x' => CodePoint(digits: 2),
            'u' => CodePoint(digits: 4),
            'U' => CodePoint(digits: 8),
            _ => c.ToString(),
        };
    }

    string CodePoint(int digits)
    {
        var end = _at;
        while (end < _text.Length && end - _at < digits && char.IsAsciiHexDigit(_text[end])) end++;
        if (end == _at) return "x";
        var value = Convert.ToInt32(_text[_at..end], 16);
        _at = end;
        return Rune.IsValid(value) ? new Rune(value).ToString() : "\uFFFD";
    }

    Token QuotedName()
    {
        var start = _at++;
        var content = new StringBuilder();
        while (true)
        {
            if (_at >= _text.Length) throw Unterminated("quoted name: the closing \" is missing", start);
            var c = _text[_at++];
            if (c != '"') content.Append(c);
            else if (Peek(0) == '"') content.Append(_text[_at++]);
            else break;
        }
        if (content.Length == 0) throw EngineException.At(EngineErrorKind.Syntax, "A quoted name is empty.", _text, start);
        return new Token(TokenKind.QuotedName, start, _at, content.ToString());
    }

    Token Word()
    {
        var start = _at;
        while (_at < _text.Length && IsNamePart(_text[_at])) _at++;
        return new Token(TokenKind.Word, start, _at, _text[start.._at]);
    }

    Token Number()
    {
        var start = _at;
        SkipDigits();
        if (Peek(0) == '.' && Peek(1) != '.')
        {
            _at++;
            SkipDigits();
        }
        if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            _at += 2;
            SkipDigits();
        }
        return new Token(TokenKind.Number, start, _at, _text[start.._at]);
    }

    void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0)) || (Peek(0) == '_' && char.IsAsciiDigit(Peek(1)))) _at++;
    }

    Token Dollar()
    {
        var start = _at++;
        if (char.IsAsciiDigit(Peek(0)))
        {
            while (char.IsAsciiDigit(Peek(0))) _at++;
            return new Token(TokenKind.Parameter, start, _at, _text[start.._at]);
        }
        while (IsNamePart(Peek(0)) && Peek(0) != '$') _at++;
        if (Peek(0) != '$')
            return new Token(_at == start + 1 ? TokenKind.Symbol : TokenKind.Parameter, start, _at, _text[start.._at]);
        var tag = _text[start..++_at];
        var close = _text.IndexOf(tag, _at, StringComparison.Ordinal);
        if (close < 0) throw Unterminated($"dollar-quoted string: the closing {tag} is missing", start);
        var content = _text[_at..close];
        _at = close + tag.Length;
        return new Token(TokenKind.String, start, _at, content);
    }

    Token QuestionMark()
    {
        var start = _at++;
        while (char.IsAsciiDigit(Peek(0))) _at++;
        return new Token(TokenKind.Parameter, start, _at, _text[start.._at]);
    }

    Token Symbol()
    {
        var start = _at;
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(_text, _at, symbol, 0, symbol.Length) != 0) continue;
            _at += symbol.Length;
            return new Token(TokenKind.Symbol, start, _at, symbol);
        }
        _at++;
        return new Token(TokenKind.Symbol, start, _at, _text[start.._at]);
    }

    static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || c > '\x7f';

    static bool IsNamePart(char c) => IsNameStart(c) || char.IsAsciiDigit(c) || c == '$';

    readonly EngineException Unterminated(string what, int start) =>
        EngineException.At(EngineErrorKind.Syntax, $"Unterminated {what}.", _text, start);
}
