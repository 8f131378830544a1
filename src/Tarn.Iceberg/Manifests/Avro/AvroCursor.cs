using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>Decodes Avro's binary encoding from memory. Every length is held against the bytes that are left before anything is allocated.</summary>
internal ref struct AvroCursor(ReadOnlySpan<byte> data, int position = 0)
{
    readonly ReadOnlySpan<byte> data = data;
    int position = position;

    public readonly int Position => position;

    public readonly int Left => data.Length - position;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadLong()
    {
        if ((uint)position < (uint)data.Length && data[position] < 0x80)
        {
            var small = data[position++];
            return (small >> 1) ^ -(small & 1);
        }
        return ReadLongSlow();
    }

    public int ReadInt()
    {
        var value = ReadLong();
        if (value is < int.MinValue or > int.MaxValue) Fail($"{value} is no int");
        return (int)value;
    }

    public bool ReadBoolean()
    {
        if (Left < 1) Fail("a boolean is cut off");
        var value = data[position++];
        if (value > 1) Fail($"{value} is no boolean");
        return value == 1;
    }

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>The content of a string or bytes value.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadLong());

    public ReadOnlySpan<byte> ReadFixed(AvroSchema schema)
    {
        if (schema.IsLengthPrefixed && ReadLong() is var length && length != schema.FixedSize) Fail($"a fixed of {schema.FixedSize} bytes has {length}");
        return Take(schema.FixedSize);
    }

    public ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > Left) Fail($"a value of {length} bytes where {Left} are left");
        position += (int)length;
        return data.Slice(position - (int)length, (int)length);
    }

    /// <summary>The branch of a union that follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AvroSchema ReadBranch(AvroSchema union)
    {
        var index = ReadLong();
        if ((ulong)index >= (ulong)union.Branches.Length) Fail($"a union has no branch {index}");
        return union.Branches[(int)index];
    }

    /// <summary>The item count of the next block of an array or map, 0 at its end; <paramref name="bytes"/> is the block's size where the writer gave one, else -1.</summary>
    public long ReadBlockCount(int minimumItemBytes, out long bytes)
    {
        var count = ReadLong();
        bytes = -1;
        if (count < 0)
        {
            if (count == long.MinValue) Fail("a block has too many items");
            count = -count;
            bytes = ReadLong();
            if (bytes < 0 || bytes > Left) Fail($"a block of {bytes} bytes where {Left} are left");
        }
        if (minimumItemBytes == 0 ? count > DecodeLimits.MaxEmptyItems : count > Left / minimumItemBytes)
            Fail($"a block of {count} items where {Left} bytes are left");
        return count;
    }

    /// <summary>Skips an array of pairs of a number and a number, or of a number and bytes: most of what a manifest holds, and never looked at for most columns.</summary>
    public void SkipPairs(bool isBytes)
    {
        while (ReadBlockCount(2, out var bytes) is > 0 and var count)
        {
            if (bytes >= 0)
            {
                Take(bytes);
                continue;
            }
            for (; count > 0; count--)
            {
                SkipLong();
                if (isBytes) Take(ReadLong());
                else SkipLong();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void SkipLong()
    {
        if ((uint)position < (uint)data.Length && data[position] < 0x80) position++;
        else ReadLongSlow();
    }

    public void Skip(AvroSchema schema)
    {
        switch (schema.Kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Boolean:
                Take(1);
                break;
            case AvroKind.Int or AvroKind.Long or AvroKind.Enum:
                ReadLong();
                break;
            case AvroKind.Float:
                Take(4);
                break;
            case AvroKind.Double:
                Take(8);
                break;
            case AvroKind.Bytes or AvroKind.String:
                ReadBytes();
                break;
            case AvroKind.Fixed:
                ReadFixed(schema);
                break;
            case AvroKind.Union:
                Skip(ReadBranch(schema));
                break;
            case AvroKind.Record:
                foreach (var field in schema.Fields) Skip(field.Schema);
                break;
            default:
                SkipBlocks(schema);
                break;
        }
    }

    void SkipBlocks(AvroSchema schema)
    {
        var element = schema.Element!;
        var minimum = element.MinimumBytes + (schema.Kind == AvroKind.Map ? 1 : 0);
        while (ReadBlockCount(minimum, out var bytes) is > 0 and var count)
        {
            if (bytes >= 0)
            {
                Take(bytes);
                continue;
            }
            for (var i = 0L; i < count; i++)
            {
                if (schema.Kind == AvroKind.Map) ReadBytes();
                Skip(element);
            }
        }
    }

    long ReadLongSlow()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (position >= data.Length) Fail("a number is cut off");
            var next = data[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return (long)(value >> 1) ^ -(long)(value & 1);
        }
        Fail("a number is longer than ten bytes");
        return 0;
    }

    [DoesNotReturn]
    static void Fail(string detail) => throw CorruptData.In("Avro", detail);
}
