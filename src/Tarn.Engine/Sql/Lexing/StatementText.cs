namespace Tarn.Engine.Sql.Lexing;

/// <summary>One statement of a script, without its semicolon, and where it starts there (UTF-16 units).</summary>
public sealed record StatementText(string Text, int Offset);
