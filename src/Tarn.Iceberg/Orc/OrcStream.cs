using System.Buffers.Binary;
using System.Numerics;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Orc;

/// <summary>The bytes of one stream, decompressed chunk by chunk as they are read.</summary>
internal sealed class OrcStream(ReadOnlyMemory<byte> raw, OrcCompression? compression)
{
    ReadOnlyMemory<byte> _raw = compression is null ? default : raw;
    ReadOnlyMemory<byte> _chunk = compression is null ? raw : default;
    int _at;

    /// <summary>All bytes of a section that is read whole.</summary>
    public static ReadOnlySpan<byte> ReadAll(ReadOnlyMemory<byte> raw, OrcCompression? compression)
    {
        if (compression is null) return raw.Span;
        using var all = new MemoryStream();
        while (!raw.IsEmpty)
        {
            all.Write(compression.Next(ref raw).Span);
            if (all.Length > DecodeLimits.MaxDecompressedBytes) throw CorruptData.In("ORC", $"a section holds more than {DecodeLimits.MaxDecompressedBytes} bytes");
        }
        return all.GetBuffer().AsSpan(0, (int)all.Length);
    }

    public byte ReadByte()
    {
        while (_at == _chunk.Length) NextChunk();
        return _chunk.Span[_at++];
    }

    /// <summary>Fills the target.</summary>
    public void Read(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            if (_at == _chunk.Length) NextChunk();
            var count = Math.Min(target.Length, _chunk.Length - _at);
            _chunk.Span.Slice(_at, count).CopyTo(target);
            _at += count;
            target = target[count..];
        }
    }

    /// <summary>Bytes whose number the file says.</summary>
    public byte[] ReadBytes(long count)
    {
        if (count == 0) return [];
        if (count is < 0 or > DecodeLimits.MaxDecompressedBytes || (compression is null && count > _chunk.Length - _at)) throw CorruptData.In("ORC", $"a value of {count} bytes");
        // A length that no chunk bears out must not take memory for itself.
        if (count <= _chunk.Length - _at || count <= compression!.BlockBytes)
        {
            var bytes = new byte[(int)count];
            Read(bytes);
            return bytes;
        }
        using var grown = new MemoryStream();
        for (var left = count; left > 0;)
        {
            if (_at == _chunk.Length) NextChunk();
            var part = (int)Math.Min(left, _chunk.Length - _at);
            grown.Write(_chunk.Span.Slice(_at, part));
            _at += part;
            left -= part;
        }
        return grown.ToArray();
    }

    /// <summary>A base-128 varint.</summary>
    public ulong ReadUnsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw CorruptData.In("ORC", "a number is longer than ten bytes");
    }

    public long ReadSigned() => ZigZag(ReadUnsigned());

    /// <summary>The unscaled value of a decimal: a signed varint of any length. More than 38 digits have no place in a table.</summary>
    public BigInteger ReadBig()
    {
        var value = UInt128.Zero;
        for (var shift = 0; shift < 133; shift += 7)
        {
            var next = ReadByte();
            if (shift == 126 && next > 3) break;
            value |= (UInt128)(next & 0x7Fu) << shift;
            if (next < 0x80) return (BigInteger)(value >> 1) is var half && (value & 1) == 0 ? half : -half - 1;
        }
        throw CorruptData.In("ORC", "a decimal has more than 128 bits");
    }

    public float ReadFloat()
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(bytes);
        return BinaryPrimitives.ReadSingleLittleEndian(bytes);
    }

    public double ReadDouble()
    {
        Span<byte> bytes = stackalloc byte[8];
        Read(bytes);
        return BinaryPrimitives.ReadDoubleLittleEndian(bytes);
    }

    public static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    void NextChunk()
    {
        do
        {
            if (_raw.IsEmpty) throw CorruptData.In("ORC", "a stream has fewer values than its column has rows");
            (_chunk, _at) = (compression!.Next(ref _raw), 0);
        }
        while (_chunk.IsEmpty);
    }
}
