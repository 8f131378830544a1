namespace Tarn.Server.Completion;

/// <summary>Where the cursor stands in the statement around it.</summary>
/// <param name="From">Where the name under the cursor begins.</param>
/// <param name="Typed">What of that name is left of the cursor.</param>
/// <param name="Qualifiers">Names before it, each followed by a dot.</param>
/// <param name="WantsRelation">A table or view is expected (after FROM, JOIN, INTO …).</param>
/// <param name="Statement">The parts of the statement that the cursor is in, the name itself left out.</param>
sealed record CursorPlace(int From, string Typed, IReadOnlyList<string> Qualifiers, bool WantsRelation, IReadOnlyList<TextPart> Statement)
{
    static readonly HashSet<string> BeforeRelations = new(StringComparer.OrdinalIgnoreCase) { "from", "join", "into", "update", "table", "describe", "view", "summarize" };

    /// <summary>Words that end a list of relations.</summary>
    static readonly HashSet<string> Clauses = new(StringComparer.OrdinalIgnoreCase)
        { "select", "where", "group", "order", "having", "limit", "on", "using", "set", "values", "union", "qualify", "window", "from" };

    /// <summary>Null inside strings and comments.</summary>
    public static CursorPlace? Find(string text, int cursor)
    {
        var all = TextParts.Of(text);
        if (all.Any(p => p.Kind == TextPartKind.Opaque && p.Start < cursor && (cursor < p.End || (p.End == text.Length && IsOpen(text, p))))) return null;
        var first = all.FindLastIndex(p => p.IsMark(';') && p.End <= cursor) + 1;
        var last = all.FindIndex(first, p => p.IsMark(';'));
        var statement = all.GetRange(first, (last < 0 ? all.Count : last) - first);
        var at = statement.FindIndex(p => p.IsName && p.Start < cursor && cursor <= p.End);
        var before = at >= 0 ? at : statement.FindIndex(p => p.Start >= cursor) is >= 0 and var next ? next : statement.Count;
        var (from, typed) = at < 0 ? (cursor, "") : (statement[at].Start, TypedOf(text, statement[at], cursor));
        var qualifiers = new List<string>();
        var left = before - 1;
        for (; left >= 1 && statement[left].IsMark('.') && statement[left - 1].IsName; left -= 2) qualifiers.Insert(0, statement[left - 1].Value);
        var wants = ExpectsRelation(statement, left);
        if (at >= 0) statement.RemoveAt(at);
        return new CursorPlace(from, typed, qualifiers, wants, statement);
    }

    static string TypedOf(string text, TextPart part, int cursor) => text[part.Start..cursor].TrimStart('"');

    static bool ExpectsRelation(List<TextPart> statement, int left)
    {
        if (left < 0) return false;
        if (statement[left].Kind == TextPartKind.Word) return BeforeRelations.Contains(statement[left].Value);
        if (!statement[left].IsMark(',')) return false;
        // A comma in the list after FROM: no other clause began in between, and no parenthesis is open.
        for (var depth = 0; left >= 0; left--)
        {
            if (statement[left].IsMark(')')) depth++;
            else if (statement[left].IsMark('(') && --depth < 0) return false;
            else if (depth == 0 && statement[left].Kind == TextPartKind.Word && Clauses.Contains(statement[left].Value)) return statement[left].IsWord("from");
        }
        return false;
    }

    /// <summary>An unfinished string, or a line comment at the end of the text.</summary>
    static bool IsOpen(string text, TextPart part) => text[part.Start] switch
    {
        '\'' => part.End - part.Start < 2 || text[part.End - 1] != '\'',
        '-' => text[part.End - 1] != '\n',
        _ => !text.AsSpan(part.Start, part.End - part.Start).EndsWith("*/"),
    };
}
