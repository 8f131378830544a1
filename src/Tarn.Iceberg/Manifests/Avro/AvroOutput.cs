using System.Buffers.Binary;
using System.Text;

namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>Encodes Avro's binary form into a growing buffer.</summary>
internal sealed class AvroOutput(int capacity = 4096)
{
    byte[] buffer = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => buffer.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void WriteLong(long value)
    {
        Reserve(10);
        var zigzag = (ulong)((value << 1) ^ (value >> 63));
        for (; zigzag >= 0x80; zigzag >>= 7) buffer[Length++] = (byte)(zigzag | 0x80);
        buffer[Length++] = (byte)zigzag;
    }

    public void WriteBoolean(bool value)
    {
        Reserve(1);
        buffer[Length++] = value ? (byte)1 : (byte)0;
    }

    public void WriteFloat(float value)
    {
        Reserve(4);
        BinaryPrimitives.WriteSingleLittleEndian(buffer.AsSpan(Length), value);
        Length += 4;
    }

    public void WriteDouble(double value)
    {
        Reserve(8);
        BinaryPrimitives.WriteDoubleLittleEndian(buffer.AsSpan(Length), value);
        Length += 8;
    }

    /// <summary>Bytes or UTF-8 with their length before them.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        WriteRaw(value);
    }

    public void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteLong(length);
        Reserve(length);
        Encoding.UTF8.GetBytes(value, buffer.AsSpan(Length));
        Length += length;
    }

    /// <summary>Bytes as they are: a fixed, or a value that is encoded already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(buffer.AsSpan(Length));
        Length += value.Length;
    }

    void Reserve(int count)
    {
        if (buffer.Length - Length < count) Array.Resize(ref buffer, Math.Max(checked(Length + count), (int)Math.Min(buffer.Length * 2L, Array.MaxLength)));
    }
}
