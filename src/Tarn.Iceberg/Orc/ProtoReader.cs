using System.Buffers.Binary;
using System.Text;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Orc;

/// <summary>Reads one Protocol Buffers message field by field (protobuf.dev, "Encoding"). Every length is held against the bytes that are left.</summary>
ref struct ProtoReader(ReadOnlySpan<byte> data)
{
    readonly ReadOnlySpan<byte> _data = data;
    int _position;
    int _wire;

    /// <summary>The number of the field that comes.</summary>
    public int Field { get; private set; }

    /// <summary>Goes on to the next field; false at the message's end. Its value must be read or skipped before the next call.</summary>
    public bool Next()
    {
        if (_position == _data.Length) return false;
        var key = Varint();
        (Field, _wire) = ((int)Math.Min(key >> 3, int.MaxValue), (int)(key & 7));
        return true;
    }

    public ulong Number() => _wire == 0 ? Varint() : throw Damaged($"field {Field} is no number");

    /// <summary>A number that has to fit.</summary>
    public int Int() => Number() is <= int.MaxValue and var value ? (int)value : throw Damaged($"field {Field} is too large");

    public ReadOnlySpan<byte> Bytes() => _wire == 2 ? Take(Varint()) : throw Damaged($"field {Field} has no bytes");

    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>A repeated number, packed or by itself.</summary>
    public void Numbers(List<int> target)
    {
        if (_wire == 0)
        {
            target.Add(Int());
            return;
        }
        var packed = new ProtoReader(Bytes());
        while (packed._position < packed._data.Length)
            target.Add(packed.Varint() is <= int.MaxValue and var value ? (int)value : throw Damaged($"field {Field} is too large"));
    }

    public void Skip()
    {
        _ = _wire switch
        {
            0 => Varint(),
            1 => BinaryPrimitives.ReadUInt64LittleEndian(Take(8)),
            2 => (ulong)Take(Varint()).Length,
            5 => BinaryPrimitives.ReadUInt32LittleEndian(Take(4)),
            _ => throw Damaged($"field {Field} has the wire type {_wire}"),
        };
    }

    ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_position == _data.Length) throw Damaged("a message is cut off");
            var next = _data[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw Damaged("a number is longer than ten bytes");
    }

    ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_data.Length - _position)) throw Damaged($"a field of {length} bytes where {_data.Length - _position} are left");
        _position += (int)length;
        return _data.Slice(_position - (int)length, (int)length);
    }

    static IcebergException Damaged(string detail) => CorruptData.In("ORC", detail);
}
