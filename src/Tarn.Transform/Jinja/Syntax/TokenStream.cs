using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Syntax;

/// <summary>Tokens with one of look-ahead.</summary>
internal sealed class TokenStream
{
    private readonly Lexer lexer;
    private Token? pushed;

    public TokenStream(Lexer lexer)
    {
        this.lexer = lexer;
        Current = lexer.Next();
    }

    public Token Current { get; private set; }

    public Token Next()
    {
        var token = Current;
        if (pushed is { } next)
        {
            Current = next;
            pushed = null;
        }
        else if (token.Type != TokenType.Eof)
        {
            Current = lexer.Next();
        }

        return token;
    }

    public Token Look()
    {
        pushed ??= lexer.Next();
        return pushed.Value;
    }

    public bool SkipOperator(string sign)
    {
        var found = Current.IsOperator(sign);
        if (found)
        {
            Next();
        }

        return found;
    }

    public bool SkipName(string name)
    {
        var found = Current.IsName(name);
        if (found)
        {
            Next();
        }

        return found;
    }

    public Token ExpectOperator(string sign) => Current.IsOperator(sign) ? Next() : throw Unexpected(sign);

    public Token ExpectName(string? name = null) =>
        Current.Type == TokenType.Name && (name is null || Current.Text == name) ? Next() : throw Unexpected(name ?? "name");

    public Token Expect(TokenType type) => Current.Type == type ? Next() : throw Unexpected(new Token(type, 0, string.Empty).Describe());

    private JinjaException Unexpected(string expected)
    {
        expected = PyText.Quote(expected);
        return new JinjaException(
            "TemplateSyntaxError",
            Current.Type == TokenType.Eof
                ? $"unexpected end of template, expected {expected}."
                : $"expected token {expected}, got {Current.Quoted}",
            Current.Line);
    }
}
