using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tarn.Server.Frames;

/// <summary>Instants on the wire: ISO 8601 in UTC with six digits, <c>2026-11-20T18:42:07.123456Z</c>.</summary>
sealed class UtcInstant : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
}
