using System.Buffers.Binary;

namespace Tarn.Iceberg.Codecs.Lz4;

/// <summary>Reads LZ4 frames (lz4_Frame_format.md 1.6), which Puffin uses for footers and blobs. Checksums of headers and content are not verified: Puffin frames are covered by the sizes in its footer.</summary>
internal static class Lz4FrameCodec
{
    const string Format = "LZ4";
    const uint Magic = 0x184D2204;

    public static byte[] Decompress(ReadOnlySpan<byte> input)
    {
        if (input.Length < 7 || BinaryPrimitives.ReadUInt32LittleEndian(input) != Magic) throw CorruptData.In(Format, "the frame's magic number is missing");
        var flags = input[4];
        if (flags >> 6 != 1) throw CorruptData.Unsupported(Format, $"frame version {flags >> 6}");
        if ((flags & 1) != 0) throw CorruptData.Unsupported(Format, "a dictionary");
        var hasContentSize = (flags & 0x08) != 0;
        var blockChecksum = (flags & 0x10) != 0 ? 4 : 0;
        var position = 6 + (hasContentSize ? 8 : 0) + 1;
        if (position > input.Length) throw CorruptData.In(Format, "the frame header is cut off");
        var output = new Lz4Output(hasContentSize ? BinaryPrimitives.ReadInt64LittleEndian(input[6..]) : -1, input.Length);
        while (true)
        {
            if (input.Length - position < 4) throw CorruptData.In(Format, "the frame is cut off");
            var header = BinaryPrimitives.ReadUInt32LittleEndian(input[position..]);
            position += 4;
            if (header == 0) return output.Finish();
            var size = (int)(header & 0x7FFFFFFF);
            if (size > input.Length - position - blockChecksum) throw CorruptData.In(Format, "a block is cut off");
            var block = input.Slice(position, size);
            if (header >> 31 != 0) output.Append(block);
            else DecompressBlock(block, output);
            position += size + blockChecksum;
        }
    }

    /// <summary>A bare block, which does not say how long its content is; the caller does, where it knows.</summary>
    public static byte[] DecompressBlock(ReadOnlySpan<byte> block, int size = -1)
    {
        var output = new Lz4Output(size, block.Length);
        DecompressBlock(block, output);
        return output.Finish();
    }

    static void DecompressBlock(ReadOnlySpan<byte> block, Lz4Output output)
    {
        var position = 0;
        while (position < block.Length)
        {
            var token = block[position++];
            var literals = ReadLength(block, ref position, token >> 4);
            if (literals > block.Length - position) throw CorruptData.In(Format, "a literal runs past the end");
            output.Append(block.Slice(position, literals));
            position += literals;
            if (position == block.Length) return;
            if (block.Length - position < 2) throw CorruptData.In(Format, "an offset is cut off");
            var offset = BinaryPrimitives.ReadUInt16LittleEndian(block[position..]);
            position += 2;
            output.CopyBack(offset, ReadLength(block, ref position, token & 15) + 4);
        }
    }

    static int ReadLength(ReadOnlySpan<byte> block, ref int position, int nibble)
    {
        var length = nibble;
        if (nibble < 15) return length;
        while (true)
        {
            if (position >= block.Length) throw CorruptData.In(Format, "a length is cut off");
            var next = block[position++];
            length += next;
            if (length > DecodeLimits.MaxDecompressedBytes) throw CorruptData.In(Format, "a length is too large");
            if (next < 255) return length;
        }
    }
}
