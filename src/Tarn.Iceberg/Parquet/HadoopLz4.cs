using System.Buffers.Binary;
using Tarn.Iceberg.Codecs.Lz4;

namespace Tarn.Iceberg.Parquet;

/// <summary>
/// Pages of Parquet's deprecated LZ4 codec (Compression.md, "LZ4"): Hadoop's framing, blocks behind two big-endian lengths. The page says "undocumented", and other writers wrote LZ4
/// frames or bare blocks under the same name, so those are tried next.
/// </summary>
static class HadoopLz4
{
    const int HeaderLength = 8;

    public static byte[] Decompress(ReadOnlySpan<byte> page, int size) =>
        TryFramed(page, size) ?? TryFrame(page, size) ?? Lz4FrameCodec.DecompressBlock(page, size);

    static byte[]? TryFramed(ReadOnlySpan<byte> page, int size)
    {
        var output = new byte[size];
        var length = 0;
        try
        {
            while (page.Length >= HeaderLength)
            {
                var plain = BinaryPrimitives.ReadUInt32BigEndian(page);
                var compressed = BinaryPrimitives.ReadUInt32BigEndian(page[4..]);
                if (plain > size - length || compressed > page.Length - HeaderLength) return null;
                Lz4FrameCodec.DecompressBlock(page.Slice(HeaderLength, (int)compressed), (int)plain).CopyTo(output, length);
                length += (int)plain;
                page = page[(HeaderLength + (int)compressed)..];
            }
        }
        catch (IcebergException)
        {
            return null;
        }
        return page.IsEmpty && length == size ? output : null;
    }

    static byte[]? TryFrame(ReadOnlySpan<byte> page, int size)
    {
        try
        {
            return Lz4FrameCodec.Decompress(page) is { } output && output.Length == size ? output : null;
        }
        catch (IcebergException)
        {
            return null;
        }
    }
}
