using System.IO.Compression;

namespace Tarn.Iceberg.Codecs;

/// <summary>Raw deflate (RFC 1951, no zlib or gzip frame), as Avro's <c>deflate</c> codec stores it.</summary>
internal static class DeflateCodec
{
    /// <summary>Inflates into a fresh array that is at least as long as the result; a stream that stops early gives what it holds.</summary>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> input)
    {
        using var stream = new DeflateStream(new ReadOnlyMemoryStream(input), CompressionMode.Decompress);
        // Manifests shrink 3 to 6 times; a guess that is right saves the copies of growing.
        var output = new byte[Math.Clamp((long)input.Length * 5, 256, 1 << 20)];
        var length = 0;
        try
        {
            while (true)
            {
                if (length == output.Length) Array.Resize(ref output, Grow(output.Length));
                var read = stream.Read(output, length, output.Length - length);
                if (read == 0) return output.AsMemory(0, length);
                length += read;
            }
        }
        catch (InvalidDataException e)
        {
            throw CorruptData.In("deflate", "the compressed stream is not valid", e);
        }
    }

    /// <summary>Inflates as much as there is room for, and leaves the rest of the stream alone.</summary>
    public static void DecompressStart(ReadOnlyMemory<byte> input, Span<byte> output)
    {
        using var stream = new DeflateStream(new ReadOnlyMemoryStream(input), CompressionMode.Decompress);
        try
        {
            stream.ReadExactly(output);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw CorruptData.In("deflate", $"the compressed stream is not valid, or shorter than {output.Length} bytes", e);
        }
    }

    public static void Compress(ReadOnlySpan<byte> input, Stream output, CompressionLevel level)
    {
        using var stream = new DeflateStream(output, level, leaveOpen: true);
        stream.Write(input);
    }

    static int Grow(int length) => length < DecodeLimits.MaxDecompressedBytes
        ? (int)Math.Min(length * 2L, DecodeLimits.MaxDecompressedBytes)
        : throw CorruptData.In("deflate", $"a block inflates to more than {DecodeLimits.MaxDecompressedBytes} bytes");
}
