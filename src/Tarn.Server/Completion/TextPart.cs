namespace Tarn.Server.Completion;

/// <summary>A word, quoted name or mark of a text that may be unfinished.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of its first character, quotes included.</param>
/// <param name="End">Offset after its last character.</param>
/// <param name="Value">The name without quotes, or the mark.</param>
readonly record struct TextPart(TextPartKind Kind, int Start, int End, string Value)
{
    public bool IsName => Kind is TextPartKind.Word or TextPartKind.Quoted;

    public bool IsMark(char mark) => Kind == TextPartKind.Mark && Value[0] == mark;

    public bool IsWord(string word) => Kind == TextPartKind.Word && Value.Equals(word, StringComparison.OrdinalIgnoreCase);
}

enum TextPartKind
{
    Word,
    Quoted,
    Mark,

    /// <summary>A string or a comment, finished or not: nothing is proposed inside.</summary>
    Opaque,
}
