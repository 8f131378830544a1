using System.Text.Json;
using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>A failure as the REST catalog protocol tells it. REST catalog specification, <c>ErrorModel</c>.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Type">The exception's name in the reference implementation, by which clients tell failures of one status apart.</param>
/// <param name="Message">In words.</param>
public sealed record RestError(int Code, string Type, string Message)
{
    public byte[] ToJsonBytes() => JsonText.ToBytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("message", Message);
        writer.WriteString("type", Type);
        writer.WriteNumber("code", Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>Reads an answer's body; null where it is none of this shape, as proxies' pages are.</summary>
    public static RestError? Read(ReadOnlyMemory<byte> body, int status)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.Optional("error") is not { ValueKind: JsonValueKind.Object } error) return null;
            return new RestError(status, error.TextOrNull("type", "error") ?? "", error.TextOrNull("message", "error") ?? "");
        }
        catch (Exception e) when (e is JsonException or IcebergException)
        {
            return null;
        }
    }
}
