namespace Tarn.Engine.Sql.Statements;

/// <summary>Statements that are known and not run: by design, each with what to use instead, or because they come later.</summary>
internal static class OtherStatements
{
    static readonly Dictionary<string, string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        ["COPY"] = "Files come in through a source (tarn sync) and go out through tarn sql --format parquet|csv|json.",
        ["EXPORT"] = "Tables are open Iceberg files already; tarn sql --format writes a query's result.",
        ["IMPORT"] = "Files come in through a source: sources/*.yaml and tarn sync.",
        ["ATTACH"] = "Other databases come in through a source: sources/*.yaml and tarn sync.",
        ["DETACH"] = "There is one catalog; USE chooses a namespace in it.",
        ["INSTALL"] = "The executor's extensions are fixed.",
        ["LOAD"] = "The executor's extensions are fixed.",
        ["PRAGMA"] = "Settings live in tarn.yaml; DESCRIBE, SHOW and EXPLAIN tell what a PRAGMA would.",
        ["SET"] = "Settings live in tarn.yaml; use query parameters ($name) for values. A session's own is tarn.wap_id.",
        ["RESET"] = "Settings live in tarn.yaml.",
        ["CHECKPOINT"] = "Every commit is durable when its statement returns.",
        ["FORCE"] = "Every commit is durable when its statement returns.",
        ["VACUUM"] = "Table maintenance is tarn maintain.",
        ["PREPARE"] = "Parameters ($1, $name, ?) go with the statement.",
        ["EXECUTE"] = "Parameters ($1, $name, ?) go with the statement.",
        ["DEALLOCATE"] = "Parameters ($1, $name, ?) go with the statement.",
    };

    static readonly HashSet<string> Later = new(StringComparer.OrdinalIgnoreCase)
    {
        "GRANT", "REVOKE", "COMMENT", "OPTIMIZE", "REFRESH", "REPLACE", "LOCK", "UNDROP",
    };

    static readonly Dictionary<string, string> RefusedObjects = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MACRO"] = "Write it as a dbt macro, a view or a CTE.",
        ["FUNCTION"] = "Write it as a dbt macro, a view or a CTE.",
        ["TYPE"] = "Use the column types of the reference, for example VARCHAR for an enumeration.",
        ["SEQUENCE"] = "Use row_number() over (…) or uuidv7().",
        ["INDEX"] = "Tables have partitions, sort order and statistics instead of indexes.",
        ["UNIQUE"] = "Tables have partitions, sort order and statistics instead of indexes.",
        ["SECRET"] = "Secrets live in tarn.yaml, by reference: ${env:NAME} or ${file:PATH}.",
        ["PERSISTENT"] = "Secrets live in tarn.yaml, by reference: ${env:NAME} or ${file:PATH}.",
        ["TEMP"] = "Use a CTE, a view or a table in a namespace of your own.",
        ["TEMPORARY"] = "Use a CTE, a view or a table in a namespace of your own.",
        ["LOCAL"] = "Use a CTE, a view or a table in a namespace of your own.",
        ["GLOBAL"] = "Use a CTE, a view or a table in a namespace of your own.",
        ["BRANCH"] = "Branches are a table's: ALTER TABLE t CREATE BRANCH b, ALTER TABLE t DROP BRANCH b.",
        ["TAG"] = "Tags are a table's: ALTER TABLE t CREATE TAG v, ALTER TABLE t DROP TAG v.",
        ["TRIGGER"] = "Reactions to new data are models and schedules.",
    };

    static readonly HashSet<string> LaterObjects = new(StringComparer.OrdinalIgnoreCase)
    {
        "REFLECTION", "ROLE", "USER", "MATERIALIZED", "EXTERNAL",
    };

    public static EngineException Explain(TokenCursor cursor)
    {
        var word = cursor.Current.Value.ToUpperInvariant();
        if (Refused.TryGetValue(word, out var instead)) return RefusedAt(cursor, word, instead);
        return Later.Contains(word)
            ? NotYetAt(cursor, word)
            : cursor.Expected("a statement such as SELECT, INSERT, UPDATE, DELETE, MERGE, CREATE, DROP, SHOW, DESCRIBE, EXPLAIN, USE or CALL");
    }

    public static EngineException ExplainCreate(TokenCursor cursor) => ExplainObject(cursor, "CREATE") ?? cursor.Expected("TABLE", "VIEW", "NAMESPACE", "SCHEMA");

    public static EngineException ExplainDrop(TokenCursor cursor) => ExplainObject(cursor, "DROP") ?? cursor.Expected("TABLE", "VIEW", "NAMESPACE", "SCHEMA");

    static EngineException? ExplainObject(TokenCursor cursor, string verb)
    {
        var word = cursor.Current.Value.ToUpperInvariant();
        if (RefusedObjects.TryGetValue(word, out var instead)) return RefusedAt(cursor, $"{verb} {word}", instead);
        return LaterObjects.Contains(word) ? NotYetAt(cursor, $"{verb} {word}") : null;
    }

    static EngineException RefusedAt(TokenCursor cursor, string what, string instead) =>
        cursor.Error(EngineErrorKind.Refused, $"{what} is not allowed here. {instead}", cursor.Current.Start);

    static EngineException NotYetAt(TokenCursor cursor, string what) =>
        cursor.Error(EngineErrorKind.NotSupported, $"{what} is not supported yet.", cursor.Current.Start);
}
