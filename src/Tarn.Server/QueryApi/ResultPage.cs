using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Tarn.Server.QueryApi;

/// <summary>Writes a page of a stored result: the rows are copied as they lie on disk.</summary>
sealed class ResultPage(StoredResult result, long offset, int limit) : IResult
{
    public const int MaxRows = 500;
    public const int DefaultRows = 100;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        var output = httpContext.Response.BodyWriter;
        await output.WriteAsync(Head(), cancellationToken);
        await using var file = new FileStream(result.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (offset < result.Rows) await CopyRowsAsync(file, output, cancellationToken);
        await output.WriteAsync("]}"u8.ToArray(), cancellationToken);
    }

    byte[] Head()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("rowCount", result.Rows);
            json.WritePropertyName("schema");
            JsonSerializer.Serialize(json, result.Columns, ServerJson.Default.IReadOnlyListResultColumnAnswer);
            json.WriteStartArray("rows");
        }
        return buffer.WrittenSpan.ToArray();
    }

    async Task CopyRowsAsync(FileStream file, PipeWriter output, CancellationToken cancellationToken)
    {
        file.Position = result.Offsets[(int)(offset / RowIndex.Stride)];
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var skip = offset % RowIndex.Stride;
        var left = Math.Min(limit, result.Rows - offset);
        var first = true;
        while (left > 0)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (left > 0 && TryReadLine(ref buffer, out var line))
            {
                if (skip-- > 0) continue;
                if (!first) output.Write(","u8);
                first = false;
                left--;
                foreach (var piece in line) output.Write(piece.Span);
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            _ = await output.FlushAsync(cancellationToken);
            if (read.IsCompleted) break;
        }
        await reader.CompleteAsync();
    }

    static bool TryReadLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.PositionOf((byte)'\n') is not { } end) return false;
        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }
}
