using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tarn.Server.Frames;

/// <summary>64-bit integers on the wire: a number as far as a double is exact (2^53 − 1), a string beyond.</summary>
sealed class ExactLong : JsonConverter<long>
{
    const long Largest = (1L << 53) - 1;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? long.Parse(reader.GetString()!, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture)
            : reader.GetInt64();

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options)
    {
        if (value is >= -Largest and <= Largest) writer.WriteNumberValue(value);
        else writer.WriteStringValue(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
