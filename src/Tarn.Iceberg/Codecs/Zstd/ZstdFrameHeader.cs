using System.Buffers.Binary;

namespace Tarn.Iceberg.Codecs.Zstd;

/// <summary>A frame's header (RFC 8878 section 3.1.1.1).</summary>
internal readonly record struct ZstdFrameHeader(long? ContentSize, bool HasChecksum, int MaxBlockSize)
{
    const int BlockLimit = 128 * 1024;

    public static ZstdFrameHeader Read(ReadOnlySpan<byte> input, ref int position)
    {
        var descriptor = Take(input, ref position, 1)[0];
        var singleSegment = (descriptor & 0x20) != 0;
        if ((descriptor & 0x08) != 0) throw CorruptData.In(ZstdCodec.Format, "a reserved header bit is set");
        var window = singleSegment ? 0 : WindowSize(Take(input, ref position, 1)[0]);
        var dictionary = ReadLittleEndian(Take(input, ref position, (descriptor & 3) switch { 3 => 4, var n => n }));
        if (dictionary != 0) throw CorruptData.Unsupported(ZstdCodec.Format, $"dictionary {dictionary}");
        var size = ReadContentSize(input, ref position, descriptor >> 6, singleSegment);
        if (singleSegment) window = size ?? 0;
        return new ZstdFrameHeader(size, (descriptor & 0x04) != 0, (int)Math.Min(window, BlockLimit));
    }

    static long? ReadContentSize(ReadOnlySpan<byte> input, ref int position, int flag, bool singleSegment)
    {
        if (flag == 0 && !singleSegment) return null;
        var size = ReadLittleEndian(Take(input, ref position, 1 << flag)) + (flag == 1 ? 256UL : 0);
        return size <= DecodeLimits.MaxDecompressedBytes ? (long)size : throw CorruptData.In(ZstdCodec.Format, $"a frame claims {size} bytes");
    }

    static long WindowSize(byte descriptor)
    {
        var basis = 1L << (10 + (descriptor >> 3));
        return basis + basis / 8 * (descriptor & 7);
    }

    static ulong ReadLittleEndian(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[8];
        padded.Clear();
        bytes.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64LittleEndian(padded);
    }

    static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> input, ref int position, int count)
    {
        if (count > input.Length - position) throw CorruptData.In(ZstdCodec.Format, "a frame header is cut off");
        position += count;
        return input.Slice(position - count, count);
    }
}
