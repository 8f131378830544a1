using System.IO.Compression;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Codecs.Lz4;
using Tarn.Iceberg.Codecs.Snappy;
using Tarn.Iceberg.Codecs.Zstd;

namespace Tarn.Iceberg.Orc;

/// <summary>The general compression of an ORC file: streams and footers are cut into chunks of at most a block, each behind a header of three bytes. ORC specification v1, "Compression".</summary>
/// <param name="Kind">Its number in the postscript.</param>
/// <param name="BlockBytes">What a chunk holds at most.</param>
internal sealed record OrcCompression(int Kind, int BlockBytes)
{
    public const int None = 0;

    const int HeaderBytes = 3;

    /// <exception cref="IcebergException">The codec is not known, or the block is larger than any writer's.</exception>
    public static OrcCompression? Of(int kind, ulong blockBytes) => kind switch
    {
        None => null,
        1 or 2 or 4 or 5 or 6 => blockBytes is > 0 and <= 1 << 23
            ? new OrcCompression(kind, (int)blockBytes)
            : throw CorruptData.In("ORC", $"its compression blocks have {blockBytes} bytes"),
        3 => throw CorruptData.Unsupported("ORC", "the file is compressed with LZO; zlib, snappy, LZ4, Zstandard and Brotli can be read. Write the file anew with one of these"),
        _ => throw CorruptData.Unsupported("ORC", $"the file is compressed in a way of the unknown number {kind}"),
    };

    /// <summary>Takes the next chunk off and gives what it holds.</summary>
    public ReadOnlyMemory<byte> Next(ref ReadOnlyMemory<byte> raw)
    {
        if (raw.Length < HeaderBytes) throw CorruptData.In("ORC", "a compressed chunk is cut off");
        var header = raw.Span[0] | (raw.Span[1] << 8) | (raw.Span[2] << 16);
        var length = header >> 1;
        if (length > raw.Length - HeaderBytes) throw CorruptData.In("ORC", $"a compressed chunk of {length} bytes where {raw.Length - HeaderBytes} are left");
        var chunk = raw.Slice(HeaderBytes, length);
        raw = raw[(HeaderBytes + length)..];
        var isOriginal = (header & 1) != 0;
        var content = isOriginal ? chunk : Decompress(chunk);
        return content.Length <= BlockBytes ? content : throw CorruptData.In("ORC", $"a chunk holds {content.Length} bytes where the file's blocks have {BlockBytes}");
    }

    ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> chunk) => Kind switch
    {
        1 => DeflateCodec.Decompress(chunk),
        2 => SnappyCodec.Decompress(chunk.Span),
        4 => Lz4FrameCodec.DecompressBlock(chunk.Span),
        5 => ZstdCodec.Decompress(chunk.Span),
        _ => Brotli(chunk.Span),
    };

    ReadOnlyMemory<byte> Brotli(ReadOnlySpan<byte> chunk)
    {
        var output = new byte[BlockBytes];
        return BrotliDecoder.TryDecompress(chunk, output, out var written) ? output.AsMemory(0, written) : throw CorruptData.In("Brotli", "the compressed chunk is not valid");
    }
}
