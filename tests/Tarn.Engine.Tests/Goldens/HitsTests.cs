using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tarn.Engine.Native;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Tests.Sessions;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Goldens;

/// <summary>A web-analytics table of 105 columns and 100,000 rows, and 43 queries of ClickBench's shape.</summary>
[Trait("Duration", "slow")]
public sealed class HitsTests
{
    [SharedFact("goldens/sql/hits")]
    public async Task The_43_queries_have_the_recorded_checksums()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        using (var connection = lakehouse.Lakehouse.Trusted.Connect())
        {
            var generator = await File.ReadAllTextAsync(SharedData.PathTo("goldens/sql/hits/generate.sql"));
            foreach (var statement in StatementSplitter.Split($"set variable rows = 100000; set variable seed = 1; {generator}"))
                connection.Execute(statement.Text, CancellationToken.None);
        }
        await lakehouse.LoadAsync("hits", "SELECT * FROM hits");
        var golden = JsonNode.Parse(await File.ReadAllTextAsync(SharedData.PathTo("goldens/sql/hits/answers-seed1-100k.json")))!["queries"]!.AsArray();
        var queries = StatementSplitter.Split(await File.ReadAllTextAsync(SharedData.PathTo("goldens/sql/hits/queries.sql")));
        var differences = new StringBuilder();
        for (var number = 0; number < queries.Count; number++)
        {
            var answer = await lakehouse.RunAsync(queries[number].Text);
            var wanted = golden.Single(q => (int)q!["query"]! == number)!;
            var types = answer.Result.Schema!.Columns.Select(c => c.Type).ToArray();
            var text = string.Join('\n', answer.Rows.Select(r => string.Join('\u001f', r.Select((v, i) => Text(types[i], v)))));
            var sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            if (answer.Rows.Count != (int)wanted["rows"]! || sum != (string)wanted["sha256"]!)
                differences.AppendLine($"query {number}: {answer.Rows.Count} rows instead of {wanted["rows"]}; first {text.Split('\n')[0]} instead of {wanted["first"]!.ToJsonString()}");
        }
        Assert.Equal(43, queries.Count);
        Assert.True(differences.Length == 0, differences.ToString());
    }

    static string Text(LogicalType type, object? value) => value switch
    {
        null => "\\N",
        double number => number.ToString("F6", CultureInfo.InvariantCulture),
        _ => CanonicalValue.Of(type, value)!.ToString(),
    };
}
