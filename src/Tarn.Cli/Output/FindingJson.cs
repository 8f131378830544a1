using System.Text.Json;
using Tarn.Operate.Doctor;

namespace Tarn.Cli.Output;

/// <summary>The doctor's findings for scripts.</summary>
static class FindingJson
{
    public static void Print(IReadOnlyList<Finding> findings)
    {
        using (var json = new Utf8JsonWriter(Console.OpenStandardOutput(), new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var finding in findings) Write(json, finding);
            json.WriteEndArray();
        }

        Console.WriteLine();
    }

    static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("check", finding.Check);
        json.WriteString("state", finding.State.ToString().ToLowerInvariant());
        json.WriteString("what", finding.What);
        json.WriteString("fix", finding.Fix);
        json.WriteStartArray("details");
        foreach (var detail in finding.Details) json.WriteStringValue(detail);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
