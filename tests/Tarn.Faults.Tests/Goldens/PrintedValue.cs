using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tarn.Faults.Tests.Goldens;

/// <summary>A value that <c>tarn sql --format json</c> printed, in the form of the SQL goldens (their README says it).</summary>
static partial class PrintedValue
{
    public static JsonNode? Canonical(ColumnType type, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null) return null;
        return type.Name switch
        {
            "BOOLEAN" => JsonValue.Create(value.GetBoolean()),
            "DOUBLE" => Number(double.Parse(Text(value), CultureInfo.InvariantCulture)),
            "FLOAT" => Number(float.Parse(Text(value), CultureInfo.InvariantCulture)),
            "TIME" or "TIMESTAMP" or "TIME WITH TIME ZONE" or "TIMESTAMP WITH TIME ZONE" => Short(Text(value)),
            "BLOB" => "0x" + Text(value),
            "INTERVAL" => JsonNode.Parse(value.GetRawText()),
            "LIST" => new JsonArray([.. value.EnumerateArray().Select(v => Canonical(type.Fields[0].Type, v))]),
            "STRUCT" when value.ValueKind == JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select((v, i) => Canonical(type.Fields[i].Type, v))]),
            "STRUCT" => new JsonObject(value.EnumerateObject().Select((p, i) => KeyValuePair.Create(p.Name, Canonical(type.Fields[i].Type, p.Value)))),
            "MAP" => new JsonObject(value.EnumerateArray().Select(p => KeyValuePair.Create(Canonical(type.Fields[0].Type, p[0])!.ToString(), Canonical(type.Fields[1].Type, p[1])))),
            "UNION" => Canonical(type.Fields[0].Type, value.EnumerateObject().Single().Value),
            _ => Text(value),
        };
    }

    /// <summary>A recorded value with its doubles in one spelling.</summary>
    public static JsonNode? Recorded(ColumnType type, JsonNode? value) => (type.Name, value) switch
    {
        (_, null) => null,
        ("DOUBLE" or "FLOAT", _) => Number(double.Parse(value.ToString(), CultureInfo.InvariantCulture)),
        ("LIST", JsonArray list) => new JsonArray([.. list.Select(v => Recorded(type.Fields[0].Type, v))]),
        _ => value.DeepClone(),
    };

    /// <summary>A number or string as its text stands there.</summary>
    static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    static JsonValue Number(double value) => JsonValue.Create(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>ISO 8601 in the goldens' short form: a blank for the T, no zeros at a fraction's end, no minutes of a zone of whole hours.</summary>
    static string Short(string iso)
    {
        var parts = IsoParts().Match(iso).Groups;
        var (fraction, zone) = (parts["fraction"].Value.TrimEnd('0').TrimEnd('.'), parts["zone"].Value);
        return parts["whole"].Value.Replace('T', ' ') + fraction + (zone.EndsWith(":00", StringComparison.Ordinal) ? zone[..^3] : zone);
    }

    [GeneratedRegex(@"^(?<whole>.*?\d\d:\d\d:\d\d)(?<fraction>\.\d+)?(?<zone>[+-]\d\d:\d\d)?$")]
    private static partial Regex IsoParts();
}
