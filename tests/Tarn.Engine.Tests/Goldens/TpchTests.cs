using System.Globalization;
using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Tests.Sessions;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Goldens;

/// <summary>TPC-H at scale factor 0.01: eight Iceberg tables, 22 queries, the answers that DuckDB, PostgreSQL and the specification agree on.</summary>
public sealed class TpchTests
{
    [SharedFact("goldens/sql/tpch")]
    public async Task The_22_queries_have_the_recorded_answers()
    {
        await using var lakehouse = new TestLakehouse();
        await lakehouse.RunAsync("create namespace main");
        foreach (var file in Directory.GetFiles(SharedData.PathTo("goldens/sql/tpch/data"), "*.parquet"))
            await lakehouse.LoadAsync(Path.GetFileNameWithoutExtension(file), $"SELECT * FROM read_parquet({Identifiers.Literal(file)})");
        var differences = new StringBuilder();
        for (var number = 1; number <= 22; number++)
        {
            var sql = await File.ReadAllTextAsync(SharedData.PathTo($"goldens/sql/tpch/queries/q{number:00}.sql"));
            var golden = await File.ReadAllLinesAsync(SharedData.PathTo($"goldens/sql/tpch/answers/q{number:00}.csv"));
            var answer = await lakehouse.RunAsync(sql);
            var wanted = golden.Skip(1).Select(CsvLine.Fields).ToList();
            if (answer.Rows.Count != wanted.Count) differences.AppendLine($"q{number}: {answer.Rows.Count} rows instead of {wanted.Count}");
            for (var row = 0; row < Math.Min(wanted.Count, answer.Rows.Count); row++)
                for (var column = 0; column < wanted[row].Count; column++)
                    if (!Same(answer.Result.Schema!.Columns[column].Type, answer.Rows[row][column], wanted[row][column]))
                        differences.AppendLine($"q{number} row {row} {answer.Result.Schema.Columns[column].Name}: {answer.Rows[row][column]} instead of {wanted[row][column]}");
        }
        Assert.True(differences.Length == 0, differences.ToString());
    }

    static bool Same(LogicalType type, object? value, string wanted)
    {
        if (value is double number && double.TryParse(wanted, CultureInfo.InvariantCulture, out var expected)) return Math.Abs(number - expected) <= 1e-9 * Math.Max(1, Math.Abs(expected));
        return (CanonicalValue.Of(type, value)?.ToString() ?? "") == wanted;
    }
}
