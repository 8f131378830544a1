using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tarn.Engine.Sql.Lexing;
using Tarn.Testing;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Goldens;

/// <summary>The recorded answers of the SQL goldens from <c>tarn sql</c>, as a script gets them: files synced into Iceberg tables, queries by the built program, rows as JSON.</summary>
[Trait("Duration", "slow")]
public sealed class GoldenSqlTests : IDisposable
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly TemporaryFolder folder = new();

    public GoldenSqlTests() => File.WriteAllText(Path.Combine(Project, "tarn.yaml"), "storage:\n  warehouse: ./warehouse\n");

    string Project => folder.Path;

    public void Dispose() => folder.Dispose();

    /// <summary>Statements that answer otherwise by decision; docs/reference/sql-dialect.md has the reasons.</summary>
    static readonly Dictionary<string, string> Exceptions = [];

    [SharedFact("goldens/sql/dialect")]
    public async Task The_dialect_corpus()
    {
        (await TarnProgram.RunAsync(Project, "sql", "create namespace main")).Demand();
        (await TarnProgram.RunAsync(Project, "sql", "-f", SharedData.PathTo("goldens/sql/dialect/setup.sql"), "--namespace", "main")).Demand();
        var goldens = (await File.ReadAllLinesAsync(SharedData.PathTo("goldens/sql/dialect/corpus.jsonl"))).Select(l => JsonNode.Parse(l)!).ToList();
        var answers = await ScriptAnswer.OfAsync(Project, "main", [.. goldens.Select(g => (string)g["sql"]!)]);
        var differences = new StringBuilder();
        foreach (var (golden, answer) in goldens.Zip(answers))
            if (Difference(golden, answer) is var difference && difference is null == Exceptions.ContainsKey((string)golden["id"]!))
                differences.AppendLine($"{golden["id"]}: {golden["sql"]}\n  {difference ?? "answers as recorded now: take it off the list of exceptions"}");
        Assert.True(goldens.Count >= 385);
        Assert.True(differences.Length == 0, differences.ToString());
    }

    [SharedFact("goldens/sql/tpch")]
    public async Task The_22_queries_of_TPCH()
    {
        await SyncAsync(SharedData.PathTo("goldens/sql/tpch/data"), Directory.GetFiles(SharedData.PathTo("goldens/sql/tpch/data"), "*.parquet").Select(Path.GetFileNameWithoutExtension)!);
        var numbers = Enumerable.Range(1, 22).ToList();
        var answers = await ScriptAnswer.OfAsync(Project, "bronze", [.. numbers.Select(n => File.ReadAllText(SharedData.PathTo($"goldens/sql/tpch/queries/q{n:00}.sql")))]);
        var differences = new StringBuilder();
        foreach (var (number, answer) in numbers.Zip(answers))
        {
            var lines = await File.ReadAllLinesAsync(SharedData.PathTo($"goldens/sql/tpch/answers/q{number:00}.csv"));
            var types = CsvLine.Fields(lines[0]).Select(f => ColumnType.Parse(f[(f.LastIndexOf(':') + 1)..])).ToList();
            var wanted = lines.Skip(1).Select(CsvLine.Fields).ToList();
            if (answer.Rows.Count != wanted.Count) differences.AppendLine($"q{number}: {answer.Rows.Count} rows instead of {wanted.Count} {answer.Error}");
            foreach (var (row, fields) in answer.Rows.Zip(wanted))
                foreach (var ((value, type), field) in row.EnumerateObject().Zip(types).Zip(fields))
                    if (!IsClose(type, PrintedValue.Canonical(type, value.Value)?.ToString() ?? "", field)) differences.AppendLine($"q{number} {value.Name}: {value.Value} instead of {field}");
        }
        Assert.True(differences.Length == 0, differences.ToString());
    }

    [SharedFact("goldens/sql/hits")]
    public async Task The_43_queries_over_hits()
    {
        using (var database = Engine.Native.Instance.Open(null, new Dictionary<string, string>()))
        using (var connection = database.Connect())
        {
            var generator = await File.ReadAllTextAsync(SharedData.PathTo("goldens/sql/hits/generate.sql"));
            var target = Engine.Native.Identifiers.Literal(Directory.CreateDirectory(Path.Combine(Project, "data")).FullName + "/hits.parquet");
            foreach (var statement in StatementSplitter.Split($"set variable rows = 100000; set variable seed = 1; {generator}; copy hits to {target}")) connection.Execute(statement.Text, default);
        }
        await SyncAsync("./data", ["hits"]);
        (await TarnProgram.RunAsync(Project, "sql", "create namespace main; create table main.hits as select columns(c -> not starts_with(c, '_tarn_')) from bronze.hits")).Demand();
        var queries = StatementSplitter.Split(await File.ReadAllTextAsync(SharedData.PathTo("goldens/sql/hits/queries.sql"))).Select(s => s.Text).ToList();
        var answers = await ScriptAnswer.OfAsync(Project, "main", [.. queries.Select(q => $"DESCRIBE {q}"), .. queries]);
        var golden = JsonNode.Parse(await File.ReadAllTextAsync(SharedData.PathTo("goldens/sql/hits/answers-seed1-100k.json")))!["queries"]!.AsArray();
        var differences = new StringBuilder();
        for (var number = 0; number < queries.Count; number++)
        {
            var types = answers[number].Rows.Select(r => ColumnType.Parse(r.GetProperty("column_type").GetString()!)).ToList();
            var answer = answers[queries.Count + number];
            var wanted = golden.Single(q => (int)q!["query"]! == number)!;
            var text = string.Join('\n', answer.Rows.Select(r => string.Join('\u001f', r.EnumerateObject().Select((p, i) => HashedText(types[i], p.Value)))));
            if (answer.Rows.Count != (int)wanted["rows"]! || Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) != (string)wanted["sha256"]!)
                differences.AppendLine($"query {number}: {answer.Rows.Count} rows instead of {wanted["rows"]}; first {text.Split('\n')[0]} instead of {wanted["first"]!.ToJsonString()} {answer.Error}");
        }
        Assert.Equal(43, queries.Count);
        Assert.True(differences.Length == 0, differences.ToString());
    }

    /// <summary>Loads Parquet files into tables of their names, without lineage of their own in the queries' way.</summary>
    async Task SyncAsync(string path, IEnumerable<string> names)
    {
        Directory.CreateDirectory(Path.Combine(Project, "sources"));
        var streams = string.Concat(names.Select(n => $"  {n}:\n    files: {n}.parquet\n    table: bronze.{n}\n    write: append\n"));
        await File.WriteAllTextAsync(Path.Combine(Project, "sources", "golden.yaml"), $"type: files\npath: {path}\nstreams:\n{streams}");
        (await TarnProgram.RunAsync(Project, "sync")).Demand();
    }

    static string? Difference(JsonNode golden, ScriptAnswer answer)
    {
        if (golden["error"] is { } wantedError)
            return answer.Error is null ? $"answered instead of the error {wantedError["message"]}"
                : KindsOf((string)wantedError["kind"]!).Contains(answer.Error.Value.Kind) ? null : $"{answer.Error} instead of {wantedError}";
        if (answer.Error is { } error) return $"{error.Kind}: {error.Message}";
        var types = golden["columns"]!.AsArray().Select(c => ColumnType.Parse((string)c!["type"]!)).ToList();
        var names = golden["columns"]!.AsArray().Select(c => (string)c!["name"]!).ToList();
        foreach (var row in answer.Rows)
            if (row.EnumerateObject().Select(p => p.Name).Zip(names).FirstOrDefault(p => p.First != p.Second && !p.First.StartsWith(p.Second + "_", StringComparison.Ordinal)) is { First: { } first } pair)
                return $"column {first} instead of {pair.Second}";
        var got = answer.Rows.Select(r => Line(r.EnumerateObject().Select((p, i) => PrintedValue.Canonical(types[i], p.Value))));
        var want = golden["rows"]!.AsArray().Select(r => Line(r!.AsArray().Select((v, i) => PrintedValue.Recorded(types[i], v))));
        if (!(bool)golden["ordered"]!) (got, want) = (got.Order(StringComparer.Ordinal), want.Order(StringComparer.Ordinal));
        var (gotText, wantText) = (string.Join('\n', got), string.Join('\n', want));
        return gotText == wantText ? null : $"rows\n{gotText}\ninstead of\n{wantText}";
    }

    static string Line(IEnumerable<JsonNode?> values) => new JsonArray([.. values]).ToJsonString(Plain);

    static string[] KindsOf(string golden) => golden switch
    {
        "parser" => ["syntax"],
        "binder" => ["binding"],
        "catalog" => ["not_found", "refused"],
        "not_implemented" => ["not_supported"],
        _ => [golden],
    };

    static bool IsClose(ColumnType type, string value, string wanted) => type.Name == "DOUBLE" && value.Length > 0 && wanted.Length > 0
        ? double.Parse(wanted, CultureInfo.InvariantCulture) is var number && Math.Abs(double.Parse(value, CultureInfo.InvariantCulture) - number) <= 1e-9 * Math.Max(1, Math.Abs(number))
        : value == wanted;

    static string HashedText(ColumnType type, JsonElement value) => value.ValueKind == JsonValueKind.Null ? "\\N"
        : type.Name == "DOUBLE" ? value.GetDouble().ToString("F6", CultureInfo.InvariantCulture)
        : PrintedValue.Canonical(type, value)!.ToString();
}
