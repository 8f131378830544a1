using System.Text.Json;
using Tarn.Testing;

namespace Tarn.Transform.Tests.Rendering;

public sealed class CorpusTests
{
    [SharedFact("goldens/dbt/jinja")]
    public void Every_recorded_template_gives_what_dbt_gave()
    {
        var macros = File.ReadAllText(SharedData.PathTo("goldens/dbt/jinja/macros.sql"));
        var failures = new List<string>();
        var count = 0;
        foreach (var line in File.ReadLines(SharedData.PathTo("goldens/dbt/jinja/cases.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var test = new CorpusCase(document.RootElement, macros);
            count++;
            if (test.Difference() is { } difference)
            {
                failures.Add($"{test.Id} {document.RootElement.GetProperty("template").GetString()}: {difference}");
            }
        }

        Assert.Equal(945, count);
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} differ:\n" + string.Join('\n', failures));
    }
}
