using System.Text;
using System.Text.Json.Nodes;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Tests.Sessions;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Goldens;

/// <summary>An analyst's SELECT: 385 statements over Iceberg tables through a session, with the executor's own answers.</summary>
public sealed class DialectTests
{
    /// <summary>Statements that answer otherwise by decision; docs/reference/sql-dialect.md has the reasons.</summary>
    static readonly Dictionary<string, string> Exceptions = [];

    [SharedFact("goldens/sql/dialect")]
    public async Task Every_statement_has_the_recorded_answer()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        foreach (var statement in StatementSplitter.Split(await File.ReadAllTextAsync(SharedData.PathTo("goldens/sql/dialect/setup.sql"))))
            await lakehouse.RunAsync(statement.Text);
        var differences = new StringBuilder();
        var count = 0;
        foreach (var line in await File.ReadAllLinesAsync(SharedData.PathTo("goldens/sql/dialect/corpus.jsonl")))
        {
            var golden = JsonNode.Parse(line)!;
            var id = (string)golden["id"]!;
            count++;
            var difference = await GoldenAnswers.DifferenceAsync(lakehouse.Session, (string)golden["sql"]!, golden, (bool)golden["ordered"]!);
            if (difference is null == Exceptions.ContainsKey(id)) differences.AppendLine($"{id}: {golden["sql"]}\n  {difference ?? "answers as recorded now: take it off the list of exceptions"}");
        }
        Assert.True(count >= 385);
        Assert.True(differences.Length == 0, differences.ToString());
    }
}
