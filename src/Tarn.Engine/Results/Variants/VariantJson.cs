using System.Text.Json;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results.Variants;

/// <summary>Writes variants as plain JSON: numbers are numbers, times and bytes are strings as in <see cref="JsonValueWriter"/>.</summary>
static class VariantJson
{
    public static void Write(Utf8JsonWriter json, VariantValue value)
    {
        switch (value.Kind)
        {
            case VariantKind.Null: json.WriteNullValue(); break;
            case VariantKind.True or VariantKind.False: json.WriteBooleanValue(value.Kind is VariantKind.True); break;
            case VariantKind.Object:
                json.WriteStartObject();
                foreach (var (name, member) in value.Members)
                {
                    json.WritePropertyName(name);
                    Write(json, member);
                }
                json.WriteEndObject();
                break;
            case VariantKind.Array:
                json.WriteStartArray();
                foreach (var element in value.Elements) Write(json, element);
                json.WriteEndArray();
                break;
            default: WriteScalar(json, value); break;
        }
    }

    static void WriteScalar(Utf8JsonWriter json, VariantValue value)
    {
        Span<byte> text = stackalloc byte[TemporalText.MaxLength];
        switch (value.Value)
        {
            case float v when float.IsFinite(v): json.WriteNumberValue(v); break;
            case double v when double.IsFinite(v): json.WriteNumberValue(v); break;
            case float v: json.WriteStringValue(Special(v)); break;
            case double v: json.WriteStringValue(Special(v)); break;
            case DecimalValue v: json.WriteRawValue(v.ToString(), skipInputValidation: true); break;
            case string v: json.WriteStringValue(v); break;
            case byte[] v: json.WriteStringValue(Convert.ToHexStringLower(v)); break;
            case Guid v: json.WriteStringValue(v); break;
            case int v when value.Kind is VariantKind.Date: json.WriteStringValue(text[..TemporalText.Date(v, text)]); break;
            case long v when Time(value.Kind, v, text) is > 0 and var length: json.WriteStringValue(text[..length]); break;
            case Interval v: json.WriteStringValue($"{v.Months} months {v.Days} days {v.Micros} us"); break;
            case { } v: json.WriteRawValue(Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture)!, skipInputValidation: true); break;
            default: json.WriteNullValue(); break;
        }
    }

    /// <summary>The length of the text of a time; 0 for other kinds.</summary>
    static int Time(VariantKind kind, long value, Span<byte> text) => kind switch
    {
        VariantKind.TimeMicros => TemporalText.Time(value, text),
        VariantKind.TimeNanos => TemporalText.TimeNanos(value, text),
        VariantKind.TimestampSeconds => TemporalText.Timestamp(TemporalText.ToMicros(value, 1_000_000), withZone: false, text),
        VariantKind.TimestampMillis => TemporalText.Timestamp(TemporalText.ToMicros(value, 1000), withZone: false, text),
        VariantKind.TimestampMicros => TemporalText.Timestamp(value, withZone: false, text),
        VariantKind.TimestampMicrosTz => TemporalText.Timestamp(value, withZone: true, text),
        VariantKind.TimestampNanos => TemporalText.TimestampNanos(value, text),
        VariantKind.TimestampNanosTz => TemporalText.InstantNanos(value, text),
        _ => 0,
    };

    static string Special(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
