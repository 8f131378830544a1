namespace Tarn.Server.Completion;

/// <summary>A table that a statement names, and what the statement calls it.</summary>
sealed record Relation(IReadOnlyList<string> Path, string? Alias)
{
    /// <summary>Words that follow a relation and are no alias of it.</summary>
    static readonly HashSet<string> NoAlias = new(StringComparer.OrdinalIgnoreCase)
    {
        "on", "using", "where", "group", "order", "having", "limit", "join", "left", "right", "full", "inner", "outer", "cross", "natural", "semi", "anti", "asof", "lateral", "union",
        "except", "intersect", "qualify", "window", "set", "values", "select", "at", "for", "version", "timestamp", "tablesample", "when", "offset", "as", "by", "partitioned",
    };

    static readonly string[] Introductions = ["from", "join", "into", "update", "table", "describe", "summarize"];

    public string Name => Alias ?? Path[^1];

    /// <summary>All relations of a statement, as far as its words tell.</summary>
    public static IReadOnlyList<Relation> Of(IReadOnlyList<TextPart> statement)
    {
        var found = new List<Relation>();
        for (var at = 0; at < statement.Count; at++)
        {
            if (!Introductions.Any(statement[at].IsWord)) continue;
            var next = at + 1;
            while (Read(statement, ref next) is { } relation)
            {
                found.Add(relation);
                if (next >= statement.Count || !statement[next].IsMark(',')) break;
                next++;
            }
        }
        return found;
    }

    static Relation? Read(IReadOnlyList<TextPart> statement, ref int at)
    {
        if (at >= statement.Count || !statement[at].IsName || NoAlias.Contains(statement[at].Value)) return null;
        var path = new List<string> { statement[at++].Value };
        while (at + 1 < statement.Count && statement[at].IsMark('.') && statement[at + 1].IsName)
        {
            path.Add(statement[at + 1].Value);
            at += 2;
        }
        if (at < statement.Count && statement[at].IsWord("as")) at++;
        var hasAlias = at < statement.Count && statement[at].IsName && !NoAlias.Contains(statement[at].Value);
        return new Relation(path, hasAlias ? statement[at++].Value : null);
    }
}
