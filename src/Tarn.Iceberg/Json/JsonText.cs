using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tarn.Iceberg.Json;

/// <summary>JSON in and out of text and bytes with the options that all metadata uses.</summary>
internal static class JsonText
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] ToBytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    public static string ToText(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(ToBytes(write));

    public static T Parse<T>(ReadOnlyMemory<byte> utf8, string owner, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw IcebergException.Corrupt($"Cannot parse {owner}: not JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            // Texts that are no UTF-8 are found when they are asked for, and values out of their range likewise.
            throw IcebergException.Corrupt($"Cannot parse {owner}: {e.Message}", e);
        }
    }

    public static T Parse<T>(string text, string owner, Func<JsonElement, T> read) => Parse(Encoding.UTF8.GetBytes(text), owner, read);
}
