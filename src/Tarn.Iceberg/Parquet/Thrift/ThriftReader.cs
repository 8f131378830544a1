using System.Buffers.Binary;
using System.Collections.Immutable;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Parquet.Thrift;

/// <summary>Reads structs of Thrift's compact protocol. Every length is held against the bytes that are left, every nesting against a limit.</summary>
ref struct ThriftReader(ReadOnlySpan<byte> data, int position = 0)
{
    const int MaxDepth = 64;

    readonly ReadOnlySpan<byte> data = data;
    int position = position;
    int depth;

    public readonly int Position => position;

    public ThriftStruct ReadStruct()
    {
        if (++depth > MaxDepth) throw Damaged($"structs are nested more than {MaxDepth} deep");
        var fields = ImmutableArray.CreateBuilder<ThriftField>();
        var last = 0L;
        while (true)
        {
            var header = ReadByte();
            var kind = (ThriftKind)(header & 0x0F);
            if (kind == ThriftKind.Stop) break;
            var id = header >> 4 == 0 ? ReadInteger() : last + (header >> 4);
            if (id is < short.MinValue or > short.MaxValue) throw Damaged($"a field has the number {id}");
            last = id;
            fields.Add(new ThriftField((int)id, kind, kind is ThriftKind.True or ThriftKind.False ? kind == ThriftKind.True : ReadValue(kind)));
        }
        depth--;
        return new ThriftStruct(fields.DrainToImmutable());
    }

    object ReadValue(ThriftKind kind) => kind switch
    {
        ThriftKind.True or ThriftKind.False => ReadByte() == 1,
        ThriftKind.Byte => (long)(sbyte)ReadByte(),
        ThriftKind.Short or ThriftKind.Int or ThriftKind.Long => ReadInteger(),
        ThriftKind.Double => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
        ThriftKind.Binary => Take(ReadUnsigned()).ToArray(),
        ThriftKind.List or ThriftKind.Set => ReadList(kind),
        ThriftKind.Struct => ReadStruct(),
        _ => throw Damaged($"a value has the type {(byte)kind}"),
    };

    ThriftList ReadList(ThriftKind kind)
    {
        var header = ReadByte();
        var element = (ThriftKind)(header & 0x0F);
        var count = header >> 4 == 15 ? ReadUnsigned() : (ulong)(header >> 4);
        // An element takes a byte at least.
        if (count > (ulong)(data.Length - position)) throw Damaged($"a list of {count} items where {data.Length - position} bytes are left");
        if (++depth > MaxDepth) throw Damaged($"lists are nested more than {MaxDepth} deep");
        var items = new object[(int)count];
        for (var i = 0; i < items.Length; i++) items[i] = ReadValue(element);
        depth--;
        return new ThriftList(kind, element, items);
    }

    long ReadInteger()
    {
        var value = ReadUnsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    ulong ReadUnsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw Damaged("a number is longer than ten bytes");
    }

    byte ReadByte() => position < data.Length ? data[position++] : throw Damaged("it is cut off");

    ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(data.Length - position)) throw Damaged($"a value of {length} bytes where {data.Length - position} are left");
        position += (int)length;
        return data.Slice(position - (int)length, (int)length);
    }

    static IcebergException Damaged(string detail) => CorruptData.In("Parquet", detail);
}
