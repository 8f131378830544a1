namespace Tarn.Engine.Results.Arrow;

/// <summary>One of Arrow's buffers while it is filled.</summary>
sealed class GrowingBuffer
{
    byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public Span<byte> Append(int count)
    {
        // Offsets are 32-bit: more than that in one batch is a limit that is named, not an overflow.
        if ((long)Length + count > Array.MaxLength)
            throw new EngineException(EngineErrorKind.ResourceLimit, "One batch of the answer has a column of more than 2 GB; Arrow output cannot hold it.");
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, (int)Math.Min(Math.Max(_bytes.Length * 2L, Length + (long)count), Array.MaxLength));
        var target = _bytes.AsSpan(Length, count);
        Length += count;
        return target;
    }

    public void Clear() => Length = 0;
}
