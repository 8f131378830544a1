using System.Collections.Frozen;

namespace Tarn.Engine.Sql.Gate;

/// <summary>Which of the executor's functions a user's SQL may call: those of AllowedFunctions.txt, and for the rest what to use instead.</summary>
internal static class FunctionGate
{
    static readonly (FrozenSet<string> Scalar, FrozenSet<string> Table) Allowed = Load();

    static readonly string[] FileReaders =
        ["read_", "parquet_", "csv_", "json_objects", "ndjson", "sniff_", "glob", "seq_scan", "arrow_scan", "st_read", "iceberg_", "delta_", "sqlite_", "postgres_", "mysql_"];

    static readonly FrozenDictionary<string, string> Instead = new Dictionary<string, string>
    {
        ["query"] = "Write the query itself, or a dbt macro.",
        ["query_table"] = "Write the table's name itself, or a dbt macro.",
        ["histogram_values"] = "Use the aggregate histogram(column).",
        ["histogram"] = "As a table function it takes a table's name as a string: use the aggregate histogram(column).",
        ["summary"] = "Use SUMMARIZE.",
        ["current_setting"] = "Settings live in tarn.yaml.",
        ["getvariable"] = "Use a query parameter: $name.",
        ["getenv"] = "Secrets and variables of the environment are referred to in tarn.yaml as ${env:NAME}.",
        ["nextval"] = "Use row_number() over (…) or uuidv7().",
        ["currval"] = "Use row_number() over (…) or uuidv7().",
        ["setseed"] = "It would change the connection's state: use hash(column) for repeatable samples.",
        ["sleep_ms"] = "It only holds a connection.",
        ["pg_sleep"] = "It only holds a connection.",
        ["json_execute_serialized_sql"] = "Write the query itself.",
        ["json_serialize_plan"] = "Use EXPLAIN.",
        ["json_serialize_sql"] = "Use EXPLAIN.",
        ["json_deserialize_sql"] = "Write the query itself.",
        ["current_query"] = "The job list has the text of every statement.",
        ["sql_auto_complete"] = "The prompt completes names.",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static bool AllowsScalar(string name) => Allowed.Scalar.Contains(name);

    public static bool AllowsTable(string name) => Allowed.Table.Contains(name);

    /// <summary>Why a function is not run: refused with what to use instead, or unknown with the nearest name that is known.</summary>
    public static (EngineErrorKind Kind, string Message) Explain(string name, bool table)
    {
        if (Instead.TryGetValue(name, out var instead)) return (EngineErrorKind.Refused, $"The function {name} is not allowed here. {instead}");
        if (ReadsFiles(name))
            return (EngineErrorKind.Refused, $"The function {name} is not allowed here: queries read tables, not files. Load the file through a source (sources/*.yaml, tarn sync).");
        if (name.StartsWith("duckdb_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase))
            return (EngineErrorKind.Refused, $"The function {name} is not allowed here. SHOW, DESCRIBE and EXPLAIN tell what Tarn knows.");
        if (!table && Allowed.Table.Contains(name))
            return (EngineErrorKind.Binding, $"{name} is a table function: it stands in FROM.");
        if (table && Allowed.Scalar.Contains(name))
            return (EngineErrorKind.Binding, $"{name} is no table function: it stands in SELECT, not in FROM.");
        var known = table ? Allowed.Table : Allowed.Scalar;
        var nearest = Nearest(name, known);
        return (EngineErrorKind.NotFound, $"The {(table ? "table function" : "function")} {name} does not exist or is not available here.{(nearest is null ? "" : $" Did you mean {nearest}?")}");
    }

    /// <summary>True where a name used as a table looks like a file, for a better message.</summary>
    public static bool LooksLikeFile(string name) =>
        name.AsSpan().ContainsAny("/\\*:") || name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".db", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".duckdb", StringComparison.OrdinalIgnoreCase);

    static bool ReadsFiles(string name) => FileReaders.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    static string? Nearest(string name, FrozenSet<string> known)
    {
        var lower = name.ToLowerInvariant();
        var best = known.Where(k => char.IsAsciiLetter(k[0])).Select(k => (Name: k, Distance: Distance(lower, k))).MinBy(p => p.Distance);
        return best.Distance <= Math.Max(1, lower.Length / 3) ? best.Name : null;
    }

    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }

    static (FrozenSet<string>, FrozenSet<string>) Load()
    {
        using var stream = typeof(FunctionGate).Assembly.GetManifestResourceStream("Tarn.Engine.Sql.Gate.AllowedFunctions.txt")
            ?? throw new System.Diagnostics.UnreachableException("AllowedFunctions.txt is not in the assembly");
        using var reader = new StreamReader(stream);
        var sections = new Dictionary<string, HashSet<string>>();
        HashSet<string>? current = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith('[')) sections[line.Trim('[', ']')] = current = new HashSet<string>();
            else current?.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        return (sections["scalar"].ToFrozenSet(StringComparer.OrdinalIgnoreCase), sections["table"].ToFrozenSet(StringComparer.OrdinalIgnoreCase));
    }
}
