namespace Tarn.Cli.Prompt;

/// <summary>Completes the word before the cursor: tables and namespaces everywhere, columns of the tables that the statement names, keywords.</summary>
static class SqlCompletion
{
    static readonly string[] Keywords =
    [
        "select", "from", "where", "group by", "order by", "having", "limit", "join", "left join", "inner join", "full join", "cross join", "on", "using", "with", "as", "case", "when",
        "then", "else", "end", "and", "or", "not", "in", "between", "like", "is null", "is not null", "distinct", "union all", "insert into", "insert overwrite", "values", "create table",
        "create or replace table", "create view", "create namespace", "drop table", "drop view", "truncate table", "partitioned by", "tblproperties", "describe", "summarize", "show tables",
        "show namespaces", "explain", "at (version =>", "at (timestamp =>", "qualify", "pivot", "unpivot", "window", "over", "partition by", "interval", "cast", "true", "false", "null", "use", "call",
    ];

    public static Completion At(string text, int cursor, CatalogNames names)
    {
        var from = cursor;
        while (from > 0 && (char.IsLetterOrDigit(text[from - 1]) || text[from - 1] is '_' or '.' or '"')) from--;
        var word = text[from..cursor];
        var found = names.Tables.Where(t => Begins(t, word)).Concat(Columns(text, word, names));
        if (word.Length > 0 && !word.Contains('.')) found = found.Concat(Keywords.Where(k => Begins(k, word)));
        return new Completion(from, [.. found.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>Columns by bare name; behind <c>x.</c> those of all named tables, since <c>x</c> may be an alias of any.</summary>
    static IEnumerable<string> Columns(string text, string word, CatalogNames names)
    {
        var dot = word.LastIndexOf('.');
        var (qualifier, prefix) = dot < 0 ? ("", word) : (word[..(dot + 1)], word[(dot + 1)..]);
        if (dot < 0 && word.Length == 0) return [];
        return names.Columns.Where(t => text.Contains(t.Key, StringComparison.OrdinalIgnoreCase))
            .SelectMany(t => t.Value).Where(c => Begins(c, prefix)).Select(c => qualifier + Quoted(c));
    }

    static bool Begins(string name, string word) => name.StartsWith(word.Trim('"'), StringComparison.OrdinalIgnoreCase);

    static string Quoted(string name) =>
        name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !char.IsAsciiDigit(name[0]) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
