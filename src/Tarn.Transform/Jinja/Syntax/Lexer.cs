using System.Text;

namespace Tarn.Transform.Jinja.Syntax;

/// <summary>
/// Splits template text into tokens, one at a time: a parse error must come before a lexical error further on, as in Jinja.
/// </summary>
internal sealed class Lexer
{
    private readonly string source;
    private readonly LexerRules rules;
    private readonly Stack<char> brackets = new();
    private int position;
    private int line = 1;
    private bool inVariable;
    private bool inBlock;
    private bool lineStarting = true;

    public Lexer(string text, LexerRules rules)
    {
        this.rules = rules;
        source = text.Contains('\r', StringComparison.Ordinal)
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
            : text;
        if (!rules.KeepTrailingNewline && source.EndsWith('\n'))
        {
            source = source[..^1];
        }
    }

    public Token Next()
    {
        while (true)
        {
            if (inVariable || inBlock)
            {
                if (Inside() is { } token)
                {
                    return token;
                }
            }
            else if (position >= source.Length)
            {
                return new Token(TokenType.Eof, line, string.Empty);
            }
            else if (Outside() is { } data)
            {
                return data;
            }
        }
    }

    private Token? Outside()
    {
        var (at, kind) = FindTag();
        if (at < 0)
        {
            var rest = new Token(TokenType.Data, line, source[position..]);
            Advance(source.Length);
            return rest;
        }

        if (at > position)
        {
            var start = line;
            var text = DataBefore(at, kind);
            Advance(at);
            if (text.Length > 0)
            {
                return new Token(TokenType.Data, start, text);
            }
        }

        return Open(kind);
    }

    private Token? Open(TagKind kind)
    {
        var start = line;
        if (kind == TagKind.Raw)
        {
            return Raw();
        }

        var mark = kind switch { TagKind.Comment => rules.CommentStart, TagKind.Block => rules.BlockStart, _ => rules.VariableStart };
        Advance(position + mark.Length);
        if (Peek() is '-' or '+')
        {
            Advance(position + 1);
        }

        switch (kind)
        {
            case TagKind.Comment:
                Comment();
                return null;
            case TagKind.Block:
                inBlock = true;
                return new Token(TokenType.BlockBegin, start, mark);
            default:
                inVariable = true;
                return new Token(TokenType.VariableBegin, start, mark);
        }
    }

    /// <summary>Data up to the tag, without what the tag's sign or <c>lstrip_blocks</c> strips.</summary>
    private string DataBefore(int at, TagKind kind)
    {
        var text = source[position..at];
        var mark = kind switch { TagKind.Comment => rules.CommentStart, TagKind.Variable => rules.VariableStart, _ => rules.BlockStart };
        var sign = at + mark.Length < source.Length ? source[at + mark.Length] : '\0';
        if (sign == '-')
        {
            return text.TrimEnd(Python.PyText.WhiteSpace);
        }

        if (sign == '+' || !rules.LstripBlocks || kind == TagKind.Variable)
        {
            return text;
        }

        var lineStart = text.LastIndexOf('\n') + 1;
        return (lineStart > 0 || lineStarting) && text.AsSpan(lineStart).Trim().IsEmpty ? text[..lineStart] : text;
    }

    private (int At, TagKind Kind) FindTag()
    {
        for (var i = position; i < source.Length; i++)
        {
            var best = TagKind.None;
            var length = 0;
            foreach (var (mark, kind) in rules.Starts)
            {
                if (mark.Length > length && source[i] == mark[0] && string.CompareOrdinal(source, i, mark, 0, mark.Length) == 0)
                {
                    (best, length) = (kind, mark.Length);
                }
            }

            if (best != TagKind.None)
            {
                return (i, best == TagKind.Block && RawEnd(i, "raw") > 0 ? TagKind.Raw : best);
            }

            i = NextCandidate(i) - 1;
        }

        return (-1, TagKind.None);
    }

    private int NextCandidate(int index)
    {
        var next = source.AsSpan(index + 1).IndexOfAny(rules.StartChars);
        return next < 0 ? source.Length : index + 1 + next;
    }

    /// <summary>End of a <c>{% raw %}</c> or <c>{% endraw %}</c> tag at the index, or -1.</summary>
    private int RawEnd(int index, string word)
    {
        var i = index + rules.BlockStart.Length;
        i += i < source.Length && source[i] is '-' or '+' ? 1 : 0;
        i = SkipSpace(i);
        if (string.CompareOrdinal(source, i, word, 0, word.Length) != 0)
        {
            return -1;
        }

        i = SkipSpace(i + word.Length);
        var sign = i < source.Length ? source[i] : '\0';
        var stripped = sign == '-' || (sign == '+' && word == "endraw");
        i += stripped ? 1 : 0;
        if (string.CompareOrdinal(source, i, rules.BlockEnd, 0, rules.BlockEnd.Length) != 0)
        {
            return -1;
        }

        i += rules.BlockEnd.Length;
        return sign == '-' ? SkipSpace(i) : word == "endraw" && sign != '+' ? SkipTrimmedNewline(i) : i;
    }

    private Token? Raw()
    {
        var bodyStart = RawEnd(position, "raw");
        Advance(bodyStart);
        for (var i = bodyStart; (i = source.IndexOf(rules.BlockStart, i, StringComparison.Ordinal)) >= 0; i++)
        {
            var end = RawEnd(i, "endraw");
            if (end < 0)
            {
                continue;
            }

            var start = line;
            var text = DataBefore(i, TagKind.Block);
            Advance(end);
            return text.Length > 0 ? new Token(TokenType.Data, start, text) : null;
        }

        throw Fail("Missing end of raw directive");
    }

    private void Comment()
    {
        var end = source.IndexOf(rules.CommentEnd, position, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Fail("Missing end of comment tag");
        }

        var sign = end > position ? source[end - 1] : '\0';
        var next = end + rules.CommentEnd.Length;
        Advance(sign == '-' ? SkipSpace(next) : sign == '+' ? next : SkipTrimmedNewline(next));
    }

    private Token? Inside()
    {
        if (End() is { } end)
        {
            return end;
        }

        if (position >= source.Length)
        {
            return new Token(TokenType.Eof, line, string.Empty);
        }

        var c = source[position];
        if (Python.PyText.IsWhiteSpace(c))
        {
            Advance(SkipSpace(position));
            return null;
        }

        if (c is '\'' or '"')
        {
            return StringToken(c);
        }

        return char.IsAsciiDigit(c) ? Number() ?? Word() : Rune.TryGetRuneAt(source, position, out var rune) && Identifiers.IsWordRune(rune) ? Word() : Operator();
    }

    private Token? End()
    {
        var mark = inVariable ? rules.VariableEnd : rules.BlockEnd;
        var sign = Peek();
        var offset = sign == '-' || (sign == '+' && inBlock) ? 1 : 0;
        if (brackets.Count > 0 || string.CompareOrdinal(source, position + offset, mark, 0, mark.Length) != 0)
        {
            return null;
        }

        var token = new Token(inVariable ? TokenType.VariableEnd : TokenType.BlockEnd, line, mark);
        var next = position + offset + mark.Length;
        Advance(offset == 1 && sign == '-' ? SkipSpace(next) : inBlock && offset == 0 ? SkipTrimmedNewline(next) : next);
        inVariable = inBlock = false;
        return token;
    }

    private Token StringToken(char quote)
    {
        var end = position + 1;
        while (end < source.Length && source[end] != quote)
        {
            end += source[end] == '\\' ? 2 : 1;
        }

        if (end >= source.Length)
        {
            throw Fail($"unexpected char {Python.PyText.Quote(quote.ToString())} at {position}");
        }

        var token = new Token(TokenType.String, line, StringEscapes.Decode(source[(position + 1)..end], line));
        Advance(end + 1);
        return token;
    }

    private Token? Number()
    {
        if (NumberScanner.Scan(source, position) is not var (length, value, isFloat))
        {
            return null;
        }

        var text = source.Substring(position, length);
        var token = new Token(isFloat ? TokenType.Float : TokenType.Integer, line, text, value);
        Advance(position + length);
        return token;
    }

    private Token Word()
    {
        var end = position;
        while (end < source.Length && Rune.TryGetRuneAt(source, end, out var rune) && Identifiers.IsWordRune(rune))
        {
            end += rune.Utf16SequenceLength;
        }

        var name = source[position..end];
        if (!Identifiers.IsIdentifier(name))
        {
            throw Fail("Invalid character in identifier");
        }

        var token = new Token(TokenType.Name, line, name);
        Advance(end);
        return token;
    }

    private Token Operator()
    {
        var sign = Operators.FirstOrDefault(o => string.CompareOrdinal(source, position, o, 0, o.Length) == 0)
            ?? throw Fail($"unexpected char {Python.PyText.Quote(CharacterAt(position))} at {position}");
        switch (sign)
        {
            case "{" or "(" or "[":
                brackets.Push(sign == "{" ? '}' : sign == "(" ? ')' : ']');
                break;
            case "}" or ")" or "]" when brackets.Count == 0:
                throw Fail($"unexpected '{sign}'");
            case "}" or ")" or "]":
                var expected = brackets.Pop();
                if (expected != sign[0])
                {
                    throw Fail($"unexpected '{sign}', expected '{expected}'");
                }

                break;
        }

        var token = new Token(TokenType.Operator, line, sign);
        Advance(position + sign.Length);
        return token;
    }

    /// <summary>Longest first.</summary>
    private static readonly string[] Operators =
    [
        "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";",
    ];

    private string CharacterAt(int index) => Rune.TryGetRuneAt(source, index, out var rune) ? rune.ToString() : source[index].ToString();

    private char Peek() => position < source.Length ? source[position] : '\0';

    private int SkipSpace(int index)
    {
        while (index < source.Length && Python.PyText.IsWhiteSpace(source[index]))
        {
            index++;
        }

        return index;
    }

    private int SkipTrimmedNewline(int index) => rules.TrimBlocks && index < source.Length && source[index] == '\n' ? index + 1 : index;

    private void Advance(int to)
    {
        line += source.AsSpan(position, to - position).Count('\n');
        lineStarting = to > 0 && source[to - 1] == '\n';
        position = to;
    }

    private JinjaException Fail(string message) => new("TemplateSyntaxError", message, line);
}
