using System.Buffers.Binary;

namespace Tarn.Iceberg.Codecs.Zstd;

/// <summary>The literals section of a block (RFC 8878 section 3.1.1.3.1). Keeps the last Huffman table for blocks that reuse it.</summary>
internal sealed class ZstdLiterals
{
    const int MaxLiterals = 128 * 1024;

    readonly byte[] buffer = new byte[MaxLiterals];
    HuffmanTable? table;

    /// <summary>The literals, valid until the next call, and how many bytes of the block they took.</summary>
    public ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> block, out int consumed)
    {
        if (block.IsEmpty) throw CorruptData.In(ZstdCodec.Format, "a block is empty");
        var type = block[0] & 3;
        return type < 2 ? DecodePlain(block, type == 1, out consumed) : DecodeCompressed(block, type == 3, out consumed);
    }

    ReadOnlySpan<byte> DecodePlain(ReadOnlySpan<byte> block, bool repeated, out int consumed)
    {
        var format = block[0] >> 2 & 3;
        var header = format switch { 1 => 2, 3 => 3, _ => 1 };
        var size = (int)(ReadHeader(block, header) >> (header == 1 ? 3 : 4));
        if (size > MaxLiterals) throw CorruptData.In(ZstdCodec.Format, $"a block claims {size} literals");
        consumed = header + (repeated ? 1 : size);
        if (consumed > block.Length) throw CorruptData.In(ZstdCodec.Format, "literals are cut off");
        if (!repeated) return block.Slice(header, size);
        buffer.AsSpan(0, size).Fill(block[header]);
        return buffer.AsSpan(0, size);
    }

    ReadOnlySpan<byte> DecodeCompressed(ReadOnlySpan<byte> block, bool treeless, out int consumed)
    {
        var format = block[0] >> 2 & 3;
        var (header, width) = format switch { 2 => (4, 14), 3 => (5, 18), _ => (3, 10) };
        var bits = ReadHeader(block, header) >> 4;
        var size = (int)(bits & ((1UL << width) - 1));
        var compressed = (int)(bits >> width);
        consumed = header + compressed;
        if (size > MaxLiterals) throw CorruptData.In(ZstdCodec.Format, $"a block claims {size} literals");
        if (consumed > block.Length) throw CorruptData.In(ZstdCodec.Format, "literals are cut off");
        var streams = block.Slice(header, compressed);
        if (!treeless)
        {
            table = HuffmanTable.Read(streams, out var tableBytes);
            streams = streams[tableBytes..];
        }
        if (table is null) throw CorruptData.In(ZstdCodec.Format, "a block reuses a Huffman table that was never sent");
        var output = buffer.AsSpan(0, size);
        if (format == 0) table.Decode(streams, output);
        else DecodeFour(table, streams, output);
        return output;
    }

    static void DecodeFour(HuffmanTable table, ReadOnlySpan<byte> streams, Span<byte> output)
    {
        if (streams.Length < 6) throw CorruptData.In(ZstdCodec.Format, "a jump table is cut off");
        var quarter = (output.Length + 3) / 4;
        if (quarter * 3 > output.Length) throw CorruptData.In(ZstdCodec.Format, "four literal streams hold too few bytes");
        var position = 6;
        for (var i = 0; i < 4; i++)
        {
            var size = i < 3 ? BinaryPrimitives.ReadUInt16LittleEndian(streams[(i * 2)..]) : streams.Length - position;
            if (size > streams.Length - position) throw CorruptData.In(ZstdCodec.Format, "a literal stream is cut off");
            table.Decode(streams.Slice(position, size), i < 3 ? output.Slice(i * quarter, quarter) : output[(3 * quarter)..]);
            position += size;
        }
    }

    static ulong ReadHeader(ReadOnlySpan<byte> block, int length)
    {
        if (length > block.Length) throw CorruptData.In(ZstdCodec.Format, "a literals header is cut off");
        ulong value = 0;
        for (var i = 0; i < length; i++) value |= (ulong)block[i] << (8 * i);
        return value;
    }
}
