using System.Text;
using System.Text.Json.Nodes;
using Tarn.Engine.Tests.Sessions;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Goldens;

/// <summary>Rounding, decimals, overflow, special doubles and daylight-saving changes, as the executor answers them (statements without tables).</summary>
public sealed class EdgeTests
{
    [SharedTheory("goldens/sql/edges")]
    [InlineData("UTC")]
    [InlineData("Europe/Paris")]
    [InlineData("America/Sao_Paulo")]
    public async Task Every_edge_case_has_the_recorded_answer(string timeZone)
    {
        await using var lakehouse = new TestLakehouse(o => o with { TimeZone = timeZone });
        var cases = JsonNode.Parse(await File.ReadAllTextAsync(SharedData.PathTo("goldens/sql/edges/edges.json")))!.AsArray()
            .Where(c => (string?)c!["session_time_zone"] == timeZone).ToList();
        var differences = new StringBuilder();
        foreach (var edge in cases)
        {
            var sql = (string)edge!["sql"]!;
            if (await GoldenAnswers.DifferenceAsync(lakehouse.Session, sql, edge["duckdb"]!, ordered: true) is { } difference) differences.AppendLine($"{sql}\n  {difference}");
        }
        Assert.NotEmpty(cases);
        Assert.True(differences.Length == 0, differences.ToString());
    }
}
