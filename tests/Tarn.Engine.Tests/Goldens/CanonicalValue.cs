using System.Globalization;
using System.Text.Json.Nodes;
using Tarn.Engine.Native;

namespace Tarn.Engine.Tests.Goldens;

/// <summary>Values in the form of the SQL goldens: numbers as text, dates and times as the executor prints them, lists as arrays, structs and maps as objects.</summary>
internal static class CanonicalValue
{
    public static JsonNode? Of(LogicalType type, object? value) => value is null ? null : type.Id switch
    {
        TypeId.Boolean => JsonValue.Create((bool)value),
        TypeId.Float => Floating((float)value),
        TypeId.Double => Floating((double)value),
        TypeId.Date => Date((int)value),
        TypeId.Time => Clock((long)value),
        TypeId.TimeTz => TimeWithZone((ulong)value),
        TypeId.Timestamp => Timestamp((long)value),
        TypeId.TimestampS => Timestamp((long)value * 1_000_000),
        TypeId.TimestampMs => Timestamp((long)value * 1000),
        TypeId.TimestampTz => Timestamp((long)value) + "+00",
        TypeId.Blob => "0x" + Convert.ToHexStringLower((byte[])value),
        TypeId.Interval => IntervalObject((Interval)value),
        TypeId.List or TypeId.Array => new JsonArray([.. ((object?[])value).Select(v => Of(type.Fields[0].Type, v))]),
        TypeId.Struct => Struct(type, (object?[])value),
        TypeId.Map => Map(type, (KeyValuePair<object?, object?>[])value),
        TypeId.Union => Member(type, (KeyValuePair<string, object?>)value),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    static JsonNode? Struct(LogicalType type, object?[] values)
    {
        if (type.Fields.All(f => f.Name.Length == 0)) return new JsonArray([.. values.Select((v, i) => Of(type.Fields[i].Type, v))]);
        return new JsonObject(values.Select((v, i) => KeyValuePair.Create(type.Fields[i].Name, Of(type.Fields[i].Type, v))));
    }

    static JsonObject Map(LogicalType type, KeyValuePair<object?, object?>[] pairs) => new(pairs.Select(p =>
        KeyValuePair.Create(Of(type.Fields[0].Type, p.Key)!.ToString(), Of(type.Fields[1].Type, p.Value))));

    static JsonNode? Member(LogicalType type, KeyValuePair<string, object?> member) => Of(type.Fields.First(f => f.Name == member.Key).Type, member.Value);

    static JsonObject IntervalObject(Interval value) => new() { ["months"] = value.Months, ["days"] = value.Days, ["micros"] = value.Micros };

    /// <summary>Python's repr: the shortest text that reads back equal, with an exponent below 1e-4 and from 1e16.</summary>
    static string Floating(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        if (value == 0) return double.IsNegative(value) ? "-0.0" : "0.0";
        var text = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision <= 16; precision++)
        {
            text = Math.Abs(value).ToString($"E{precision}", CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture) == Math.Abs(value)) break;
        }
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var digits = text[..mark].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        var exponent = int.Parse(text[(mark + 1)..], CultureInfo.InvariantCulture);
        if (digits.Length == 0) digits = "0";
        var sign = value < 0 ? "-" : "";
        if (exponent is < -4 or >= 16)
            return $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent):00}";
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        var whole = digits.PadRight(exponent + 1, '0');
        return $"{sign}{whole[..(exponent + 1)]}.{(whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "0")}";
    }

    static string Date(int days) => Iceberg.Values.TemporalText.Date(days);

    static string Clock(long micros)
    {
        var whole = TimeSpan.FromTicks(micros * 10);
        var fraction = micros % 1_000_000;
        return $"{(int)whole.TotalHours:00}:{whole.Minutes:00}:{whole.Seconds:00}{(fraction == 0 ? "" : $".{fraction:000000}".TrimEnd('0'))}";
    }

    static string Timestamp(long micros)
    {
        const long Day = 86_400_000_000;
        var days = Math.DivRem(micros, Day, out var rest);
        return rest < 0 ? $"{Date((int)days - 1)} {Clock(rest + Day)}" : $"{Date((int)days)} {Clock(rest)}";
    }

    // 40 bits of micros, 24 bits of offset counted down from the greatest.
    static string TimeWithZone(ulong bits)
    {
        var offset = 16 * 60 * 60 - 1 - (int)(bits & 0xFFFFFF);
        var zone = TimeSpan.FromSeconds(Math.Abs(offset));
        return $"{Clock((long)(bits >> 24))}{(offset < 0 ? '-' : '+')}{zone.Hours:00}{(zone.Minutes > 0 ? $":{zone.Minutes:00}" : "")}";
    }
}
