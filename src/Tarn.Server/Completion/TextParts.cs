namespace Tarn.Server.Completion;

/// <summary>Cuts a statement that is still being typed into parts. Unlike the engine's scanner it has no errors: what has no end ends with the text.</summary>
static class TextParts
{
    public static List<TextPart> Of(string text)
    {
        var parts = new List<TextPart>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var part = Next(text, at);
            parts.Add(part);
            at = part.End;
        }
        return parts;
    }

    static TextPart Next(string text, int at)
    {
        var c = text[at];
        if (c == '\'') return Until(text, at, "'", TextPartKind.Opaque);
        if (c == '"') return Quoted(text, at);
        if (Begins(text, at, "--")) return Until(text, at, "\n", TextPartKind.Opaque);
        if (Begins(text, at, "/*")) return Until(text, at, "*/", TextPartKind.Opaque);
        if (!IsWordCharacter(c)) return new TextPart(TextPartKind.Mark, at, at + 1, c.ToString());
        var end = at + 1;
        while (end < text.Length && IsWordCharacter(text[end])) end++;
        return new TextPart(TextPartKind.Word, at, end, text[at..end]);
    }

    static TextPart Quoted(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && (text[end] != '"' || (end + 1 < text.Length && text[end + 1] == '"'))) end += text[end] == '"' ? 2 : 1;
        var value = text[(at + 1)..Math.Min(end, text.Length)].Replace("\"\"", "\"", StringComparison.Ordinal);
        return new TextPart(TextPartKind.Quoted, at, Math.Min(end + 1, text.Length), value);
    }

    static TextPart Until(string text, int at, string mark, TextPartKind kind)
    {
        var found = text.IndexOf(mark, Math.Min(at + Math.Min(mark.Length, 2), text.Length), StringComparison.Ordinal);
        var end = found < 0 ? text.Length : found + mark.Length;
        return new TextPart(kind, at, end, "");
    }

    static bool Begins(string text, int at, string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;

    static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' || c > '\u007f';
}
