using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Syntax;

/// <summary>One token. <see cref="Text"/> is an operator's sign, a name, the decoded text of a string, or template data.</summary>
internal readonly record struct Token(TokenType Type, int Line, string Text, object? Number = null)
{
    public bool IsOperator(string sign) => Type == TokenType.Operator && Text == sign;

    public bool IsName(string name) => Type == TokenType.Name && Text == name;

    /// <summary>How Jinja's messages name the token.</summary>
    public string Describe() => Type switch
    {
        TokenType.Name or TokenType.Operator => Text,
        TokenType.Data => "template data / text",
        TokenType.VariableBegin => "begin of print statement",
        TokenType.VariableEnd => "end of print statement",
        TokenType.BlockBegin => "begin of statement block",
        TokenType.BlockEnd => "end of statement block",
        TokenType.Eof => "end of template",
        TokenType.String => "string",
        TokenType.Integer => "integer",
        _ => "float",
    };

    public string Quoted => PyText.Quote(Describe());
}
