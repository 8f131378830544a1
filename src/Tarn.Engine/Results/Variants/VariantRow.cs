using Tarn.Engine.Native;

namespace Tarn.Engine.Results.Variants;

/// <summary>A row of a VARIANT column in the executor's memory.</summary>
/// <remarks>
/// It is a struct of four: <c>keys</c> (the names), <c>children</c> (pairs of an index into the keys and one into the values), <c>values</c> (kind and offset; the first is the row's
/// own), and <c>data</c>, the bytes: numbers little-endian, lengths as varints, of an object or array the count of its children and, where there are any, the index of the first.
/// Each value but the first is some object's or array's child, once. A second child that no object and no array counts says more of a value: that it is an instant, see <see cref="VariantKind.TimestampNanosTz"/>.
/// </remarks>
ref struct VariantRow
{
    readonly ColumnVector _keys;
    readonly int _firstKey;
    readonly ReadOnlySpan<uint> _childKeys;
    readonly ReadOnlySpan<uint> _childValues;
    readonly ReadOnlySpan<byte> _kinds;
    readonly ReadOnlySpan<uint> _offsets;
    readonly ReadOnlySpan<byte> _data;
    HashSet<uint>? _instants;

    public VariantRow(ColumnVector column, int row)
    {
        _keys = column.Child(0).Child(0);
        _firstKey = column.Child(0).Entry(row).Offset;
        var (firstChild, children) = column.Child(1).Entry(row);
        var child = column.Child(1).Child(0);
        _childKeys = child.Child(0).Values<uint>().Slice(firstChild, children);
        _childValues = child.Child(1).Values<uint>().Slice(firstChild, children);
        var (firstValue, values) = column.Child(2).Entry(row);
        var value = column.Child(2).Child(0);
        _kinds = value.Child(0).Values<byte>().Slice(firstValue, values);
        _offsets = value.Child(1).Values<uint>().Slice(firstValue, values);
        _data = column.Child(3).Bytes(row);
    }

    public readonly bool HasValue => !_kinds.IsEmpty;

    public VariantKind Kind(int value) => (VariantKind)_kinds[value] is var kind && kind is VariantKind.TimestampNanos && IsInstant(value) ? VariantKind.TimestampNanosTz : kind;

    /// <summary>The bytes from where the value's begin.</summary>
    public readonly ReadOnlySpan<byte> Data(int value) => _data[(int)_offsets[value]..];

    /// <summary>How many children an object or array has, and the first of them.</summary>
    public readonly (int Count, int First) Children(int value)
    {
        var data = Data(value);
        var count = Varint(ref data);
        return count == 0 ? default : (count, Varint(ref data));
    }

    public readonly int ChildValue(int child) => (int)_childValues[child];

    /// <summary>The name of an object's child, by its place among the row's names.</summary>
    public readonly int ChildKey(int child) => (int)_childKeys[child];

    public readonly ReadOnlySpan<byte> Key(int key) => _keys.Bytes(_firstKey + key);

    public readonly string KeyText(int key) => _keys.Text(_firstKey + key);

    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> data)
    {
        var length = Varint(ref data);
        return data[..length];
    }

    public static DecimalValue Decimal(ReadOnlySpan<byte> data)
    {
        var width = (byte)Varint(ref data);
        var scale = (byte)Varint(ref data);
        Int128 unscaled = width switch
        {
            <= 4 => System.Buffers.Binary.BinaryPrimitives.ReadInt16LittleEndian(data),
            <= 9 => System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(data),
            <= 18 => System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(data),
            _ => System.Buffers.Binary.BinaryPrimitives.ReadInt128LittleEndian(data),
        };
        return new DecimalValue(unscaled, width, scale);
    }

    static int Varint(ref ReadOnlySpan<byte> data)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = data[0];
            data = data[1..];
            value |= (next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    /// <summary>By the place of its bytes: the executor puts a copy of a field's kind and offset first where it takes a field out.</summary>
    bool IsInstant(int value) => (_instants ??= Instants()).Contains(_offsets[value]);

    /// <summary>Where the timestamps have their bytes that two children lead to.</summary>
    readonly HashSet<uint> Instants()
    {
        var (once, twice) = (new HashSet<uint>(), new HashSet<uint>());
        foreach (var value in _childValues)
            if (_kinds[(int)value] == (byte)VariantKind.TimestampNanos && !once.Add(_offsets[(int)value])) _ = twice.Add(_offsets[(int)value]);
        return twice;
    }
}
