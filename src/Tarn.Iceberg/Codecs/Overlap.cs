namespace Tarn.Iceberg.Codecs;

/// <summary>The copy of the LZ77 family, where the source may run into what is being written.</summary>
internal static class Overlap
{
    /// <summary>Appends <paramref name="length"/> bytes at <paramref name="position"/>, read from <paramref name="offset"/> bytes before it. The caller has checked all three.</summary>
    public static void Copy(Span<byte> buffer, int position, int offset, int length)
    {
        if (offset >= length)
        {
            buffer.Slice(position - offset, length).CopyTo(buffer[position..]);
            return;
        }
        if (offset == 1)
        {
            buffer.Slice(position, length).Fill(buffer[position - 1]);
            return;
        }
        // Each pass doubles the repeated pattern, so long runs copy in large pieces.
        var source = position - offset;
        while (length > 0)
        {
            var chunk = Math.Min(position - source, length);
            buffer.Slice(source, chunk).CopyTo(buffer[position..]);
            position += chunk;
            length -= chunk;
        }
    }
}
