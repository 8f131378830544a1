using System.Buffers.Binary;
using System.Text.Json;

namespace Tarn.Server.SqlPage;

/// <summary>A frame as a client reads it.</summary>
sealed record Frame(JsonElement Header, byte[] Body)
{
    public bool IsLast => Header.GetProperty("last").GetBoolean();

    public string State => Header.GetProperty("state").GetString()!;

    public long Rows => Header.GetProperty("rows").GetInt64();

    /// <summary>Reads frames until the answer ends; a cut frame is an error.</summary>
    public static async IAsyncEnumerable<Frame> ReadAsync(Stream stream)
    {
        var length = new byte[4];
        while (true)
        {
            var got = await stream.ReadAtLeastAsync(length, 4, throwOnEndOfStream: false);
            if (got == 0) yield break;
            if (got < 4) throw new EndOfStreamException("cut in a length");
            var header = await PieceAsync(stream, length);
            await stream.ReadExactlyAsync(length);
            yield return new Frame(JsonDocument.Parse(header).RootElement, await PieceAsync(stream, length));
        }
    }

    static async Task<byte[]> PieceAsync(Stream stream, byte[] length)
    {
        var piece = new byte[BinaryPrimitives.ReadUInt32LittleEndian(length)];
        await stream.ReadExactlyAsync(piece);
        return piece;
    }
}
