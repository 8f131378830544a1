using System.Buffers.Binary;

namespace Tarn.Iceberg.Codecs.Zstd;

/// <summary>Decompresses Zstandard frames (RFC 8878) without dictionaries: Avro's <c>zstandard</c> codec and Puffin's <c>zstd</c>.</summary>
internal static class ZstdCodec
{
    internal const string Format = "zstandard";
    const uint FrameMagic = 0xFD2FB528;
    const uint SkippableMagic = 0x184D2A50;
    const uint SkippableMask = 0xFFFFFFF0;

    /// <summary>All frames of the input, one after the other (section 3.1).</summary>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlySpan<byte> input)
    {
        var output = new ZstdOutput(input.Length);
        var position = 0;
        while (position < input.Length)
        {
            if (input.Length - position < 4) throw CorruptData.In(Format, "a frame's magic number is cut off");
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(input[position..]);
            if (magic == FrameMagic) position = DecodeFrame(input, position + 4, output);
            else if ((magic & SkippableMask) == SkippableMagic) position = SkipFrame(input, position + 4);
            else throw CorruptData.In(Format, "a frame's magic number is wrong");
        }
        return output.Written;
    }

    static int SkipFrame(ReadOnlySpan<byte> input, int position)
    {
        if (input.Length - position < 4) throw CorruptData.In(Format, "a skippable frame is cut off");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(input[position..]);
        return size <= input.Length - position - 4 ? position + 4 + (int)size : throw CorruptData.In(Format, "a skippable frame is cut off");
    }

    static int DecodeFrame(ReadOnlySpan<byte> input, int position, ZstdOutput output)
    {
        var header = ZstdFrameHeader.Read(input, ref position);
        output.BeginFrame(header.ContentSize);
        var blocks = new ZstdBlockDecoder();
        while (true)
        {
            if (input.Length - position < 3) throw CorruptData.In(Format, "a block header is cut off");
            var block = input[position] | (input[position + 1] << 8) | (input[position + 2] << 16);
            position += 3;
            var size = block >> 3;
            // A block of type RLE stores one byte, however long it is (section 3.1.1.2).
            var stored = (block >> 1 & 3) == 1 ? 1 : size;
            if (size > header.MaxBlockSize) throw CorruptData.In(Format, $"a block claims {size} bytes");
            if (stored > input.Length - position) throw CorruptData.In(Format, "a block is cut off");
            DecodeBlock(blocks, block >> 1 & 3, input.Slice(position, stored), size, output);
            position += stored;
            if ((block & 1) != 0) break;
        }
        if (header.ContentSize is { } expected && expected != output.Frame.Length)
            throw CorruptData.In(Format, $"a frame holds {output.Frame.Length} of {expected} bytes");
        return header.HasChecksum ? VerifyChecksum(input, position, output.Frame) : position;
    }

    static void DecodeBlock(ZstdBlockDecoder blocks, int type, ReadOnlySpan<byte> content, int size, ZstdOutput output)
    {
        switch (type)
        {
            case 0:
                output.Append(content);
                break;
            case 1:
                output.AppendRepeated(content[0], size);
                break;
            case 2:
                blocks.Decode(content, output);
                break;
            default:
                throw CorruptData.In(Format, "a block has the reserved type");
        }
    }

    static int VerifyChecksum(ReadOnlySpan<byte> input, int position, ReadOnlySpan<byte> content)
    {
        if (input.Length - position < 4) throw CorruptData.In(Format, "the checksum is cut off");
        return BinaryPrimitives.ReadUInt32LittleEndian(input[position..]) == (uint)XxHash64.Compute(content)
            ? position + 4
            : throw CorruptData.In(Format, "the checksum does not match");
    }
}
