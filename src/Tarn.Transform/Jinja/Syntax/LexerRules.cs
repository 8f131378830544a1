namespace Tarn.Transform.Jinja.Syntax;

/// <summary>Delimiters and white space rules of an environment.</summary>
public sealed record LexerRules
{
    private (string, TagKind)[]? starts;
    private System.Buffers.SearchValues<char>? startChars;

    public string BlockStart { get; init; } = "{%";

    public string BlockEnd { get; init; } = "%}";

    public string VariableStart { get; init; } = "{{";

    public string VariableEnd { get; init; } = "}}";

    public string CommentStart { get; init; } = "{#";

    public string CommentEnd { get; init; } = "#}";

    public bool TrimBlocks { get; init; }

    public bool LstripBlocks { get; init; }

    public bool KeepTrailingNewline { get; init; }

    internal (string Mark, TagKind Kind)[] Starts => starts ??=
        [(CommentStart, TagKind.Comment), (BlockStart, TagKind.Block), (VariableStart, TagKind.Variable)];

    internal System.Buffers.SearchValues<char> StartChars =>
        startChars ??= System.Buffers.SearchValues.Create([CommentStart[0], BlockStart[0], VariableStart[0]]);
}
