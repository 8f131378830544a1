using Tarn.Engine.Sql.Lexing;

namespace Tarn.Engine.Sql.Select;

/// <summary>Leaves metadata columns out of stars: they are columns of the spliced sub-queries, and a star would show them.</summary>
internal static class StarRewriting
{
    /// <summary>The edits for the stars that would show what <paramref name="provided"/> says a table has.</summary>
    public static IEnumerable<TextEdit> Plan(SqlText sql, IEnumerable<StarReference> stars, IReadOnlyDictionary<TableReference, IReadOnlyList<string>> provided)
    {
        foreach (var star in stars)
        {
            var hidden = star.Scope.Elements
                .Where(e => e.Table is not null && (star.Relation is null || e.Name.Equals(star.Relation, StringComparison.OrdinalIgnoreCase)))
                .SelectMany(e => provided.GetValueOrDefault(e.Table!, []).Select(n => star.Relation is null ? $"{e.Table!.AliasText}.{n}" : n))
                .ToList();
            if (hidden.Count == 0) continue;
            foreach (var edit in Edits(sql, star, string.Join(", ", hidden))) yield return edit;
        }
    }

    static IEnumerable<TextEdit> Edits(SqlText sql, StarReference star, string names)
    {
        var token = sql.TokenAt(star.Start);
        while (!sql.Tokens[token].IsSymbol("*"))
        {
            if (!sql.Tokens[token].IsName && !sql.Tokens[token].IsSymbol("."))
                throw EngineException.At(EngineErrorKind.NotSupported, "A query that names metadata columns (_file, _pos …) needs its select list written out here.", sql.Text, star.Start);
            token++;
        }
        var end = sql.Tokens[token].End;
        if (!sql.Tokens[token + 1].Is("EXCLUDE")) return [new TextEdit(end, end, $" EXCLUDE ({names})")];
        var first = sql.Tokens[token + 2];
        if (first.IsSymbol("(")) return [new TextEdit(first.End, first.End, $"{names}, ")];
        var last = token + 2;
        while (sql.Tokens[last + 1].IsSymbol(".")) last += 2;
        return [new TextEdit(first.Start, first.Start, $"({names}, "), new TextEdit(sql.Tokens[last].End, sql.Tokens[last].End, ")")];
    }
}
