using System.Globalization;
using System.Text.Json.Nodes;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>Values as peers print them in JSON, in the form of <see cref="ReadText"/>. Maps are lists of objects with <c>key</c> and <c>value</c>.</summary>
internal static class PeerText
{
    public static string Row(JsonObject row) => string.Join(' ', row.Select(p => $"{p.Key}={Of(p.Value)}"));

    static string Of(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject fields => $"({string.Join(",", fields.Select(p => $"{p.Key}={Of(p.Value)}"))})",
        JsonArray items when items.Count > 0 && items.All(IsPair) => $"{{{string.Join(",", items.Select(i => $"{i!["key"]}:{Of(i["value"])}").Order(StringComparer.Ordinal))}}}",
        JsonArray items => $"[{string.Join(",", items.Select(Of))}]",
        _ => Plain(node.ToString()),
    };

    static bool IsPair(JsonNode? node) => node is JsonObject pair && pair.Count == 2 && pair.ContainsKey("key") && pair.ContainsKey("value");

    static string Plain(string text)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number.ToString("0.##", CultureInfo.InvariantCulture);
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? $"d{date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber}"
            : text;
    }
}
