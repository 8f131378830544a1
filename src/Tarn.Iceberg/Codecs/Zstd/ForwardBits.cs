namespace Tarn.Iceberg.Codecs.Zstd;

/// <summary>A bit stream read from its start, least significant bit first: table descriptions only.</summary>
internal ref struct ForwardBits(ReadOnlySpan<byte> data)
{
    readonly ReadOnlySpan<byte> data = data;
    int position;

    /// <summary>Whole bytes that the bits taken so far reach into.</summary>
    public readonly int BytesTaken => position <= data.Length * 8
        ? (position + 7) / 8
        : throw CorruptData.In(ZstdCodec.Format, "an entropy table is cut off");

    public uint Read(int count)
    {
        var value = Peek(count);
        Skip(count);
        return value;
    }

    /// <summary>The next bits, at most 16; zeroes past the end, which <see cref="Skip"/> then refuses.</summary>
    public readonly uint Peek(int count)
    {
        var index = position >> 3;
        uint word = 0;
        for (var i = 0; i < 3 && index + i < data.Length; i++) word |= (uint)data[index + i] << (8 * i);
        return (word >> (position & 7)) & ((1u << count) - 1);
    }

    public void Skip(int count)
    {
        position += count;
        if (position > data.Length * 8) throw CorruptData.In(ZstdCodec.Format, "an entropy table is cut off");
    }
}
