namespace Tarn.Engine.Sql.Lexing;

/// <summary>A lexical unit of the text at [<paramref name="Start"/>, <paramref name="End"/>) in UTF-16 units.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of its first character, quotes included.</param>
/// <param name="End">Offset after its last character.</param>
/// <param name="Value">The name without quotes, the string's content, or the text itself.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Value)
{
    /// <summary>True for the unquoted word <paramref name="keyword"/> in any case.</summary>
    public bool Is(string keyword) => Kind == TokenKind.Word && Value.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsAny(params ReadOnlySpan<string> keywords)
    {
        foreach (var keyword in keywords)
            if (Is(keyword)) return true;
        return false;
    }

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Value == symbol;

    /// <summary>True where the token can be a name: quoted, or any word.</summary>
    public bool IsName => Kind is TokenKind.Word or TokenKind.QuotedName;
}
