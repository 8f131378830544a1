namespace Tarn.Engine.Sql.Lexing;

/// <summary>Cuts a script at its semicolons.</summary>
public static class StatementSplitter
{
    /// <summary>The statements of <paramref name="script"/> in order, with their offsets; empty ones (blanks, comments) are left out.</summary>
    /// <exception cref="EngineException">A string, comment or quoted name has no end.</exception>
    public static IReadOnlyList<StatementText> Split(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var statements = new List<StatementText>();
        int? start = null;
        var end = 0;
        foreach (var token in SqlText.Read(script).Tokens)
        {
            if (token.Kind != TokenKind.End && !token.IsSymbol(";"))
            {
                start ??= token.Start;
                end = token.End;
                continue;
            }
            if (start is { } from) statements.Add(new StatementText(script[from..end], from));
            start = null;
        }
        return statements;
    }

    /// <summary>True when <paramref name="text"/> ends in a complete statement: a prompt may send it, instead of asking for another line.</summary>
    public static bool IsComplete(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var tokens = SqlText.Read(text).Tokens;
            return tokens.Count == 1 || tokens[^2].IsSymbol(";");
        }
        catch (EngineException e) when (e.Kind == EngineErrorKind.Syntax)
        {
            return false;
        }
    }
}
