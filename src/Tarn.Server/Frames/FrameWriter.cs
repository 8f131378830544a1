using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text.Json;

namespace Tarn.Server.Frames;

/// <summary>Writes frames: <c>u32 headerLength | header (UTF-8 JSON) | u32 bodyLength | body</c>, numbers little endian.</summary>
static class FrameWriter
{
    public const string ContentType = "application/vnd.tarn.frames";

    /// <summary>Writes one frame and hands it to the connection.</summary>
    public static async ValueTask WriteAsync(PipeWriter output, FrameHeader header, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(header, ServerJson.Default.FrameHeader);
        Length(output, head.Length);
        await output.WriteAsync(head, cancellationToken);
        Length(output, body.Length);
        if (!body.IsEmpty) await output.WriteAsync(body, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    static void Length(PipeWriter output, int value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), (uint)value);
        output.Advance(sizeof(uint));
    }
}
