using System.Buffers.Binary;

namespace Tarn.Iceberg.Codecs.Snappy;

/// <summary>Snappy's raw block format (google/snappy format_description.txt) with the CRC-32 that Avro appends to each block.</summary>
internal static class SnappyCodec
{
    const string Format = "snappy";

    /// <summary>A block of an Avro file: the compressed bytes, then the big-endian CRC-32 of the uncompressed ones.</summary>
    public static ReadOnlyMemory<byte> DecompressAvroBlock(ReadOnlySpan<byte> block)
    {
        if (block.Length < 5) throw CorruptData.In(Format, "a block is shorter than its checksum");
        var output = Decompress(block[..^4]);
        var expected = BinaryPrimitives.ReadUInt32BigEndian(block[^4..]);
        return Crc32.Compute(output) == expected ? output : throw CorruptData.In(Format, "the block's checksum does not match");
    }

    public static byte[] Decompress(ReadOnlySpan<byte> input)
    {
        var position = 0;
        var length = ReadLength(input, ref position);
        // No tag yields more than 64 bytes for two, so a longer claim is a lie that must not be allocated.
        if (length > DecodeLimits.MaxDecompressedBytes || length > (input.Length - position) * 32L)
            throw CorruptData.In(Format, $"it claims {length} bytes out of {input.Length}");
        var output = new byte[length];
        var written = 0;
        while (position < input.Length)
        {
            var tag = input[position++];
            if ((tag & 3) == 0) CopyLiteral(input, ref position, tag, output, ref written);
            else CopyBack(input, ref position, tag, output, ref written);
        }
        return written == output.Length ? output : throw CorruptData.In(Format, $"it holds {written} of {output.Length} bytes");
    }

    static uint ReadLength(ReadOnlySpan<byte> input, ref int position)
    {
        ulong value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (position >= input.Length) throw CorruptData.In(Format, "the length is cut off");
            var next = input[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value <= uint.MaxValue ? (uint)value : throw CorruptData.In(Format, "the length is too large");
        }
        throw CorruptData.In(Format, "the length is too long");
    }

    static void CopyLiteral(ReadOnlySpan<byte> input, ref int position, byte tag, Span<byte> output, ref int written)
    {
        var length = (tag >> 2) + 1L;
        if (length > 60)
        {
            var bytes = (int)length - 60;
            length = ReadLittleEndian(input, ref position, bytes) + 1;
        }
        if (length > input.Length - position || length > output.Length - written) throw CorruptData.In(Format, "a literal runs past the end");
        input.Slice(position, (int)length).CopyTo(output[written..]);
        position += (int)length;
        written += (int)length;
    }

    static void CopyBack(ReadOnlySpan<byte> input, ref int position, byte tag, Span<byte> output, ref int written)
    {
        int length;
        long offset;
        if ((tag & 3) == 1)
        {
            length = ((tag >> 2) & 7) + 4;
            offset = ((long)(tag >> 5) << 8) | ReadLittleEndian(input, ref position, 1);
        }
        else
        {
            length = (tag >> 2) + 1;
            offset = ReadLittleEndian(input, ref position, (tag & 3) == 2 ? 2 : 4);
        }
        if (offset == 0 || offset > written || length > output.Length - written) throw CorruptData.In(Format, "a copy points outside the data");
        Overlap.Copy(output, written, (int)offset, length);
        written += length;
    }

    static long ReadLittleEndian(ReadOnlySpan<byte> input, ref int position, int bytes)
    {
        if (bytes > input.Length - position) throw CorruptData.In(Format, "a tag is cut off");
        long value = 0;
        for (var i = 0; i < bytes; i++) value |= (long)input[position + i] << (8 * i);
        position += bytes;
        return value;
    }
}
