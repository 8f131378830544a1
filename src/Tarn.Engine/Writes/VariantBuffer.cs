using System.Buffers.Binary;

namespace Tarn.Engine.Writes;

/// <summary>Bytes that grow, and into which a header goes once it is known how long what follows is.</summary>
sealed class VariantBuffer
{
    byte[] _bytes = new byte[256];

    public int Length { get; set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The bytes that a number takes.</summary>
    public static int Width(int number) => number switch { <= 0xFF => 1, <= 0xFFFF => 2, <= 0xFFFFFF => 3, _ => 4 };

    public void Add(byte value)
    {
        Grow(1);
        _bytes[Length++] = value;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Grow(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Add(int number, int width)
    {
        Grow(width);
        Length = Set(Length, number, width);
    }

    /// <summary>Makes room before what was written from <paramref name="at"/> on.</summary>
    public int Insert(int at, int count)
    {
        Grow(count);
        _bytes.AsSpan(at, Length - at).CopyTo(_bytes.AsSpan(at + count));
        Length += count;
        return at;
    }

    /// <summary>Writes a number and returns where the next one goes.</summary>
    public int Set(int at, int number, int width)
    {
        Span<byte> whole = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(whole, number);
        whole[..width].CopyTo(_bytes.AsSpan(at));
        return at + width;
    }

    void Grow(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, (int)Math.Min(Math.Max((long)_bytes.Length * 2, (long)Length + count), Array.MaxLength));
    }
}
