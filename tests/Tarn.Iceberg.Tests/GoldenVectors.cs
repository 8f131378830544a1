using System.Text.Json;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;
using Tarn.Testing;

namespace Tarn.Iceberg;

/// <summary>What the Java reference computes for single values, one JSON object a case; see the README beside vectors.json.</summary>
static class GoldenVectors
{
    public const string Needs = "goldens/iceberg/vectors.json";

    static readonly Lazy<JsonElement> All = new(() => JsonDocument.Parse(File.ReadAllBytes(SharedData.PathTo(Needs))).RootElement);

    public static IReadOnlyList<JsonElement> Group(string name) => [.. All.Value.GetProperty(name).EnumerateArray()];

    /// <summary>Runs every case of a group and reports all that differ at once, so that a wrong rule shows as its pattern.</summary>
    public static void ForAll(string group, int expectedCount, Func<JsonElement, string?> problemOf)
    {
        var cases = Group(group);
        Assert.Equal(expectedCount, cases.Count);
        var problems = new List<string>();
        foreach (var item in cases)
        {
            string? problem;
            try
            {
                problem = problemOf(item);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                problem = e.ToString();
            }
            if (problem is not null) problems.Add($"{item.GetRawText()}\n    {problem}");
        }
        Assert.True(problems.Count == 0, $"{problems.Count} of {cases.Count} cases of {group} differ:\n{string.Join('\n', problems.Take(25))}");
    }

    public static string? Differs(object? expected, object? actual) => Equals(expected, actual) ? null : $"expected {expected ?? "null"}, got {actual ?? "null"}";

    public static IcebergType TypeOf(JsonElement item) => IcebergType.Parse(item.GetProperty("type").GetString()!);

    /// <summary>A value in the canonical form of the README.</summary>
    public static object? Value(IcebergType type, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => ValueText.TryParse(type, json.GetRawText()),
        _ => ValueText.TryParse(type, json.GetString()!) ?? throw new FormatException($"{json.GetRawText()} is no {type}"),
    };
}
