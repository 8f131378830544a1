namespace Tarn.Engine;

/// <summary>A place in the user's own text: <paramref name="Offset"/> in UTF-16 units from 0, line and column from 1.</summary>
public readonly record struct SourcePosition(int Offset, int Line, int Column)
{
    /// <summary>The position of <paramref name="offset"/> in <paramref name="text"/>; offsets past the end mean the end.</summary>
    public static SourcePosition At(string text, int offset)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = Math.Clamp(offset, 0, text.Length);
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < end; i++)
        {
            if (text[i] != '\n') continue;
            line++;
            lineStart = i + 1;
        }
        return new SourcePosition(end, line, end - lineStart + 1);
    }

    /// <summary>The line of <paramref name="text"/> at this position with a caret below it: <c>LINE 2: select x</c>. Long lines are cut around the caret.</summary>
    public string Excerpt(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const int Before = 60;
        const int Width = 100;
        var lineStart = Offset - (Column - 1);
        var lineEnd = text.IndexOf('\n', lineStart);
        var line = text[lineStart..(lineEnd < 0 ? text.Length : lineEnd)].TrimEnd('\r');
        var cut = Math.Max(0, Column - 1 - Before);
        var shown = line[Math.Min(cut, line.Length)..Math.Min(line.Length, cut + Width)];
        var prefix = $"LINE {Line}: {(cut > 0 ? "…" : "")}";
        var lead = new string([.. shown.Take(Column - 1 - cut).Select(c => c == '\t' ? '\t' : ' ')]);
        return $"{prefix}{shown}\n{new string(' ', prefix.Length)}{lead}^";
    }
}
