namespace Tarn.Iceberg.Codecs.Lz4;

/// <summary>The growing output of one LZ4 frame, within the size that the frame announces and the library's limit.</summary>
internal sealed class Lz4Output
{
    readonly long announced;
    byte[] buffer;
    int length;

    public Lz4Output(long announced, int inputLength)
    {
        if (announced > DecodeLimits.MaxDecompressedBytes) throw CorruptData.In("LZ4", $"the frame claims {announced} bytes");
        this.announced = announced;
        // The format cannot expand more than 255 times, so the claim bounds nothing that the input does not carry.
        buffer = new byte[(int)Math.Min(announced >= 0 ? announced : inputLength * 4L, inputLength * 255L)];
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        Reserve(data.Length);
        data.CopyTo(buffer.AsSpan(length));
        length += data.Length;
    }

    public void CopyBack(int offset, int count)
    {
        if (offset == 0 || offset > length) throw CorruptData.In("LZ4", "a copy points outside the data");
        Reserve(count);
        Overlap.Copy(buffer, length, offset, count);
        length += count;
    }

    public byte[] Finish()
    {
        if (announced >= 0 && announced != length) throw CorruptData.In("LZ4", $"the frame holds {length} of {announced} bytes");
        return buffer.AsSpan(0, length).ToArray();
    }

    void Reserve(int count)
    {
        var needed = (long)length + count;
        if (needed <= buffer.Length) return;
        if (needed > DecodeLimits.MaxDecompressedBytes) throw CorruptData.In("LZ4", $"the frame inflates to more than {DecodeLimits.MaxDecompressedBytes} bytes");
        Array.Resize(ref buffer, (int)Math.Min(Math.Max(needed, buffer.Length * 2L), DecodeLimits.MaxDecompressedBytes));
    }
}
