namespace Tarn.Iceberg.Codecs.Zstd;

/// <summary>The decompressed bytes of all frames so far. The current frame's bytes are the window that matches point into.</summary>
internal sealed class ZstdOutput(int inputLength)
{
    byte[] buffer = new byte[Math.Clamp(inputLength * 4L, 256, 1 << 20)];
    int length;
    int frameStart;

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, length);

    public ReadOnlySpan<byte> Frame => buffer.AsSpan(frameStart, length - frameStart);

    public void BeginFrame(long? contentSize)
    {
        frameStart = length;
        // The announced size is only a hint until the bytes are there: a lie must not cost more than a normal buffer.
        if (contentSize is { } size) Reserve((int)Math.Min(size, Math.Max(1 << 20, inputLength * 64L)));
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        Reserve(data.Length);
        data.CopyTo(buffer.AsSpan(length));
        length += data.Length;
    }

    public void AppendRepeated(byte value, int count)
    {
        Reserve(count);
        buffer.AsSpan(length, count).Fill(value);
        length += count;
    }

    public void CopyBack(long offset, int count)
    {
        if (offset <= 0 || offset > length - frameStart) throw CorruptData.In(ZstdCodec.Format, "a match points before the frame");
        Reserve(count);
        Overlap.Copy(buffer, length, (int)offset, count);
        length += count;
    }

    void Reserve(int count)
    {
        var needed = (long)length + count;
        if (needed <= buffer.Length) return;
        if (needed > DecodeLimits.MaxDecompressedBytes)
            throw CorruptData.In(ZstdCodec.Format, $"it inflates to more than {DecodeLimits.MaxDecompressedBytes} bytes");
        Array.Resize(ref buffer, (int)Math.Min(Math.Max(needed, buffer.Length * 2L), DecodeLimits.MaxDecompressedBytes));
    }
}
