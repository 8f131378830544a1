using System.Collections.Immutable;

namespace Tarn.Server.Completion;

/// <summary>The words of SQL that are proposed, and the functions that analysts use most.</summary>
static class SqlWords
{
    public static ImmutableArray<string> Keywords { get; } = Split(
        "SELECT|FROM|WHERE|GROUP BY|ORDER BY|HAVING|LIMIT|OFFSET|JOIN|LEFT JOIN|RIGHT JOIN|FULL JOIN|CROSS JOIN|SEMI JOIN|ANTI JOIN|" +
        "ON|USING|AS|AND|OR|NOT|IN|IS NULL|IS NOT NULL|BETWEEN|LIKE|ILIKE|" +
        "CASE|WHEN|THEN|ELSE|END|DISTINCT|UNION ALL|UNION|EXCEPT|INTERSECT|WITH|QUALIFY|OVER|PARTITION BY|ASC|DESC|NULLS LAST|" +
        "EXISTS|CAST|INTERVAL|DATE|TIMESTAMP|TRUE|FALSE|NULL|" +
        "AT (TIMESTAMP =>|AT (VERSION =>|VERSION AS OF|TIMESTAMP AS OF|CREATE TABLE|CREATE VIEW|CREATE OR REPLACE|CREATE SCHEMA|" +
        "INSERT INTO|INSERT OVERWRITE|DROP TABLE|DROP VIEW|TRUNCATE TABLE|" +
        "PARTITIONED BY|TBLPROPERTIES|DESCRIBE|SUMMARIZE|SHOW TABLES|SHOW SCHEMAS|EXPLAIN|CALL|VALUES|USE|PIVOT|UNPIVOT|FILTER|" +
        "GROUPING SETS|ROLLUP|CUBE|ROWS BETWEEN|SAMPLE");

    /// <summary>Name and arguments.</summary>
    public static ImmutableArray<(string Name, string Arguments)> Functions { get; } =
    [
        .. Split(
            "count(*)|sum(x)|avg(x)|min(x)|max(x)|median(x)|mode(x)|stddev(x)|variance(x)|quantile_cont(x, fraction)|" +
            "approx_count_distinct(x)|any_value(x)|first(x)|last(x)|arg_max(x, by)|arg_min(x, by)|" +
            "string_agg(text, separator)|array_agg(x)|list(x)|histogram(x)|bool_and(x)|bool_or(x)|corr(y, x)|covar_pop(y, x)|" +
            "count_if(condition)|" +
            "row_number()|rank()|dense_rank()|percent_rank()|ntile(n)|lag(x, offset)|lead(x, offset)|first_value(x)|last_value(x)|" +
            "nth_value(x, n)|" +
            "coalesce(x, …)|nullif(a, b)|if(condition, a, b)|greatest(a, …)|least(a, …)|try_cast(x AS type)|typeof(x)|hash(x)|" +
            "abs(x)|ceil(x)|floor(x)|round(x, digits)|trunc(x)|sqrt(x)|ln(x)|log10(x)|exp(x)|power(x, y)|mod(x, y)|sign(x)|random()|" +
            "lower(text)|upper(text)|trim(text)|ltrim(text)|rtrim(text)|length(text)|substring(text, start, length)|left(text, n)|" +
            "right(text, n)|replace(text, from, to)|concat(a, …)|" +
            "concat_ws(separator, a, …)|split_part(text, separator, n)|string_split(text, separator)|contains(text, part)|" +
            "starts_with(text, prefix)|ends_with(text, suffix)|position(part IN text)|lpad(text, n, fill)|rpad(text, n, fill)|" +
            "regexp_matches(text, pattern)|regexp_replace(text, pattern, to)|regexp_extract(text, pattern, group)|levenshtein(a, b)|" +
            "md5(text)|sha256(text)|" +
            "current_date|current_timestamp|now()|today()|date_trunc(part, time)|date_part(part, time)|date_diff(part, from, to)|" +
            "date_add(date, interval)|extract(part FROM time)|year(date)|quarter(date)|month(date)|day(date)|hour(time)|" +
            "dayofweek(date)|week(date)|last_day(date)|strftime(time, format)|strptime(text, format)|make_date(year, month, day)|" +
            "epoch(time)|epoch_ms(time)|to_timestamp(seconds)|time_bucket(width, time)|age(time)|" +
            "unnest(list)|len(list)|list_contains(list, x)|list_sort(list)|list_distinct(list)|list_transform(list, x -> …)|" +
            "list_filter(list, x -> …)|list_sum(list)|struct_extract(struct, name)|map_keys(map)|map_values(map)|" +
            "range(start, stop, step)|generate_series(start, stop, step)|json_extract(json, path)|json_extract_string(json, path)|" +
            "to_json(x)|uuid()")
            .Select(text => text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open ? (text[..open], text[open..]) : (text, "")),
    ];

    /// <summary>Words that are no names unless they are quoted.</summary>
    public static IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "both", "case", "cast", "check", "collate", "column", "constraint", "create", "default", "deferrable", "desc",
        "describe", "distinct", "do", "else", "end", "except", "false", "fetch", "for", "foreign", "from", "group", "having", "in", "initially", "intersect", "into", "lambda", "lateral", "leading",
        "limit", "not", "null", "offset", "on", "only", "or", "order", "pivot", "placing", "primary", "qualify", "references", "returning", "select", "show", "some", "summarize", "symmetric", "table",
        "then", "to", "trailing", "true", "union", "unique", "unpivot", "using", "variadic", "when", "where", "window", "with",
    };

    /// <summary>A name as SQL needs it written.</summary>
    public static string Quote(string name)
    {
        var plain = name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] == '_')
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !Reserved.Contains(name);
        return plain ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    static ImmutableArray<string> Split(string text) => [.. text.Split('|')];
}
