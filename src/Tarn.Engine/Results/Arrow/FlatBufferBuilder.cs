using System.Buffers.Binary;
using System.Text;

namespace Tarn.Engine.Results.Arrow;

/// <summary>Builds a FlatBuffers message from its end to its beginning, as much of the format as Arrow's messages use. Offsets count from the end.</summary>
sealed class FlatBufferBuilder
{
    byte[] _bytes = new byte[1024];
    int _space = 1024;
    int _alignment = 8;
    int[] _fields = new int[16];
    int _fieldCount;
    int _tableEnd;

    int Length => _bytes.Length - _space;

    public int Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Prepare(4, utf8.Length + 1);
        Put(1)[0] = 0;
        utf8.CopyTo(Put(utf8.Length));
        PutInt(utf8.Length);
        return Length;
    }

    /// <summary>A vector of references to tables or texts.</summary>
    public int References(ReadOnlySpan<int> offsets)
    {
        Prepare(4, offsets.Length * 4);
        for (var i = offsets.Length - 1; i >= 0; i--) PutInt(Length + 4 - offsets[i]);
        PutInt(offsets.Length);
        return Length;
    }

    public int Ints(ReadOnlySpan<int> values)
    {
        Prepare(4, values.Length * 4);
        for (var i = values.Length - 1; i >= 0; i--) PutInt(values[i]);
        PutInt(values.Length);
        return Length;
    }

    /// <summary>A vector of structs of two longs: Arrow's FieldNode and Buffer.</summary>
    public int LongPairs(IReadOnlyList<(long First, long Second)> pairs)
    {
        Prepare(4, pairs.Count * 16);
        Prepare(8, pairs.Count * 16);
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            PutLong(pairs[i].Second);
            PutLong(pairs[i].First);
        }
        PutInt(pairs.Count);
        return Length;
    }

    public void StartTable(int fields)
    {
        if (_fields.Length < fields) _fields = new int[fields];
        Array.Clear(_fields);
        _fieldCount = fields;
        _tableEnd = Length;
    }

    public void Byte(int field, byte value)
    {
        Prepare(1, 0);
        Put(1)[0] = value;
        _fields[field] = Length;
    }

    public void Short(int field, short value)
    {
        Prepare(2, 0);
        BinaryPrimitives.WriteInt16LittleEndian(Put(2), value);
        _fields[field] = Length;
    }

    public void Int(int field, int value)
    {
        Prepare(4, 0);
        PutInt(value);
        _fields[field] = Length;
    }

    public void Long(int field, long value)
    {
        Prepare(8, 0);
        PutLong(value);
        _fields[field] = Length;
    }

    /// <summary>A reference to something built before; 0 leaves the field out.</summary>
    public void Reference(int field, int offset)
    {
        if (offset == 0) return;
        Prepare(4, 0);
        PutInt(Length + 4 - offset);
        _fields[field] = Length;
    }

    public int EndTable()
    {
        Prepare(4, 0);
        PutInt(0);
        var table = Length;
        for (var i = _fieldCount - 1; i >= 0; i--) PutShort((short)(_fields[i] == 0 ? 0 : table - _fields[i]));
        PutShort((short)(table - _tableEnd));
        PutShort((short)((_fieldCount + 2) * 2));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_bytes.Length - table), Length - table);
        return table;
    }

    public ReadOnlySpan<byte> Finish(int root)
    {
        Prepare(_alignment, 4);
        PutInt(Length + 4 - root);
        return _bytes.AsSpan(_space);
    }

    void PutShort(short value) => BinaryPrimitives.WriteInt16LittleEndian(Put(2), value);

    void PutInt(int value) => BinaryPrimitives.WriteInt32LittleEndian(Put(4), value);

    void PutLong(long value) => BinaryPrimitives.WriteInt64LittleEndian(Put(8), value);

    Span<byte> Put(int count)
    {
        Grow(count);
        _space -= count;
        return _bytes.AsSpan(_space, count);
    }

    /// <summary>Padding such that what comes after <paramref name="following"/> more bytes is aligned to <paramref name="size"/>.</summary>
    void Prepare(int size, int following)
    {
        _alignment = Math.Max(_alignment, size);
        var padding = -(Length + following) & (size - 1);
        if (padding > 0) Put(padding).Clear();
    }

    void Grow(int count)
    {
        if (_space >= count) return;
        var larger = new byte[Math.Max(_bytes.Length * 2, _bytes.Length + count)];
        _bytes.AsSpan(_space).CopyTo(larger.AsSpan(larger.Length - Length));
        _space = larger.Length - Length;
        _bytes = larger;
    }
}
