using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tarn.Iceberg.Catalogs.Rest;
using Tarn.Server.Pages;

namespace Tarn.Server.RestCatalog;

/// <summary>What a request of the REST catalog is answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON; null for none.</param>
sealed record RestAnswer(int Status, ReadOnlyMemory<byte>? Body)
{
    const int SmallestToPack = 1_024;

    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static RestAnswer Nothing { get; } = new(StatusCodes.Status204NoContent, null);

    /// <summary>Names the version and form of what the body holds.</summary>
    public string? Tag { get; init; }

    /// <summary>The object whose state the body is, so that it need not be kept to be said again.</summary>
    public string? Reload { get; init; }

    public static RestAnswer Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        return new RestAnswer(StatusCodes.Status200OK, buffer.WrittenMemory);
    }

    public static RestAnswer Of(RestError error) => new(error.Code, error.ToJsonBytes());

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (Tag is not null) response.Headers.ETag = Tag;
        if (Body is not { } body) return;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        // Answers to commits are waited for; loads of large tables cross the network again and again.
        if (HttpMethods.IsGet(context.Request.Method) && body.Length >= SmallestToPack && ContentEncoding.Choose(context.Request, ["gzip"]) is not null)
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
            await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(body, context.RequestAborted);
            return;
        }
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
