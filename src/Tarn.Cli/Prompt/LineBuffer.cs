using System.Globalization;

namespace Tarn.Cli.Prompt;

/// <summary>The text being edited (several lines) and the cursor in it; every edit is a new value.</summary>
/// <param name="Text">Lines joined by <c>\n</c>.</param>
/// <param name="Cursor">Offset in UTF-16 units, always on a text element's boundary.</param>
sealed record LineBuffer(string Text, int Cursor)
{
    public static LineBuffer Empty { get; } = new("", 0);

    public static LineBuffer At(string text) => new(text, text.Length);

    public LineBuffer Insert(string text) => new(Text.Insert(Cursor, text), Cursor + text.Length);

    public LineBuffer Backspace() => Cursor == 0 ? this : Remove(Before(Cursor), Cursor);

    public LineBuffer Delete() => Cursor == Text.Length ? this : Remove(Cursor, After(Cursor));

    public LineBuffer Left() => this with { Cursor = Before(Cursor) };

    public LineBuffer Right() => this with { Cursor = After(Cursor) };

    public LineBuffer WordLeft() => this with { Cursor = WordBefore(Cursor) };

    public LineBuffer WordRight()
    {
        var i = Cursor;
        while (i < Text.Length && !IsWord(Text[i])) i++;
        while (i < Text.Length && IsWord(Text[i])) i++;
        return this with { Cursor = i };
    }

    public LineBuffer DeleteWordLeft() => Remove(WordBefore(Cursor), Cursor);

    public LineBuffer LineStart() => this with { Cursor = StartOfLine(Cursor) };

    public LineBuffer LineEnd() => this with { Cursor = EndOfLine(Cursor) };

    public LineBuffer DeleteToLineEnd() => Remove(Cursor, EndOfLine(Cursor));

    public LineBuffer DeleteToLineStart() => Remove(StartOfLine(Cursor), Cursor);

    /// <summary>The same column in the line above; null on the first line, where the history takes over.</summary>
    public LineBuffer? Up()
    {
        var start = StartOfLine(Cursor);
        if (start == 0) return null;
        var above = StartOfLine(start - 1);
        return this with { Cursor = Math.Min(above + (Cursor - start), start - 1) };
    }

    /// <summary>The same column in the line below; null on the last line.</summary>
    public LineBuffer? Down()
    {
        var end = EndOfLine(Cursor);
        if (end == Text.Length) return null;
        var column = Cursor - StartOfLine(Cursor);
        return this with { Cursor = Math.Min(end + 1 + column, EndOfLine(end + 1)) };
    }

    /// <summary>The text from <paramref name="from"/> to the cursor becomes <paramref name="replacement"/>.</summary>
    public LineBuffer Replace(int from, string replacement) =>
        new(string.Concat(Text.AsSpan(0, from), replacement, Text.AsSpan(Cursor)), from + replacement.Length);

    LineBuffer Remove(int from, int to) => new(Text.Remove(from, to - from), from);

    int StartOfLine(int at) => at == 0 ? 0 : Text.LastIndexOf('\n', at - 1) + 1;

    int EndOfLine(int at) => Text.IndexOf('\n', at) is var i && i < 0 ? Text.Length : i;

    int WordBefore(int at)
    {
        while (at > 0 && !IsWord(Text[at - 1])) at--;
        while (at > 0 && IsWord(Text[at - 1])) at--;
        return at;
    }

    int After(int at) => at >= Text.Length ? Text.Length : at + StringInfo.GetNextTextElementLength(Text, at);

    int Before(int at)
    {
        var previous = 0;
        for (var i = StartOfLine(Math.Max(at - 1, 0)); i < at; i += StringInfo.GetNextTextElementLength(Text, i)) previous = i;
        return previous;
    }

    static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
