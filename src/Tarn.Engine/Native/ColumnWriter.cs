using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>Writes the values of one column of a <see cref="ChunkBuilder"/>.</summary>
public readonly unsafe struct ColumnWriter
{
    readonly nint _vector;
    readonly int _capacity;

    internal ColumnWriter(nint vector, LogicalType type, int capacity) => (_vector, Type, _capacity) = (vector, type, capacity);

    public LogicalType Type { get; }

    /// <summary>The raw values of a column of fixed width.</summary>
    public Span<T> Values<T>()
        where T : unmanaged => new(Vectors.Data(_vector), _capacity);

    public void SetNull(int row)
    {
        CheckRow(row);
        Vectors.EnsureValidityWritable(_vector);
        Vectors.Validity(_vector)[row >> 6] &= ~(1UL << (row & 63));
        if (Type.Id is TypeId.Struct or TypeId.Variant)
            for (var i = 0; i < Type.Fields.Length; i++) Child(i, _capacity).SetNull(row);
    }

    public void SetBytes(int row, ReadOnlySpan<byte> value)
    {
        CheckRow(row);
        byte none = 0;
        fixed (byte* pointer = value) Vectors.AssignString(_vector, (ulong)row, pointer == null ? &none : pointer, (ulong)value.Length);
    }

    public void SetText(int row, string value) => SetBytes(row, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a value of the .NET type that <c>ColumnValue.Read</c> gives for this column's type; null for null.</summary>
    public void Set(int row, object? value)
    {
        CheckRow(row);
        switch (value)
        {
            case null: SetNull(row); break;
            case bool v: Values<bool>()[row] = v; break;
            case string v: SetText(row, v); break;
            case byte[] v: SetBytes(row, v); break;
            case float v: Values<float>()[row] = v; break;
            case double v: Values<double>()[row] = v; break;
            case Interval v: Values<Interval>()[row] = v; break;
            case Guid v: Values<Int128>()[row] = UuidBits(v); break;
            case DecimalValue v: SetInteger(row, v.Unscaled); break;
            case IReadOnlyList<object?> v: SetParts(row, v); break;
            case IReadOnlyList<KeyValuePair<object?, object?>> v: SetPairs(row, v); break;
            case UInt128 v: Values<UInt128>()[row] = v; break;
            case DateTimeOffset v: SetInteger(row, (v - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond); break;
            default: SetInteger(row, Widen(value)); break;
        }
    }

    /// <summary>The stored form of a UUID: 128 bits, the highest flipped so that signed order is unsigned order.</summary>
    internal static Int128 UuidBits(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt128BigEndian(bytes) ^ (Int128.One << 127);
    }

    static Int128 Widen(object value) => value switch
    {
        sbyte v => v,
        byte v => v,
        short v => v,
        ushort v => v,
        int v => v,
        uint v => v,
        long v => v,
        ulong v => v,
        Int128 v => v,
        BigInteger v => (Int128)v,
        _ => throw new ArgumentException($"A column cannot take a {value.GetType().Name}."),
    };

    void SetInteger(int row, Int128 value)
    {
        switch (PhysicalWidth(Type))
        {
            case 1: Values<byte>()[row] = (byte)value; break;
            case 2: Values<short>()[row] = checked((short)value); break;
            case 4 when Type.Id is TypeId.UInteger: Values<uint>()[row] = checked((uint)value); break;
            case 4: Values<int>()[row] = checked((int)value); break;
            case 8 when Type.Id is TypeId.UBigInt or TypeId.TimeTz: Values<ulong>()[row] = checked((ulong)value); break;
            case 8: Values<long>()[row] = checked((long)value); break;
            default: Values<Int128>()[row] = value; break;
        }
    }

    static int PhysicalWidth(LogicalType type) => type.Id switch
    {
        TypeId.TinyInt or TypeId.UTinyInt or TypeId.Boolean => 1,
        TypeId.SmallInt or TypeId.USmallInt => 2,
        TypeId.Integer or TypeId.UInteger or TypeId.Date => 4,
        TypeId.Decimal => type.Width <= 4 ? 2 : type.Width <= 9 ? 4 : type.Width <= 18 ? 8 : 16,
        TypeId.HugeInt => 16,
        _ => 8,
    };

    void SetParts(int row, IReadOnlyList<object?> parts)
    {
        if (Type.Id is TypeId.Struct or TypeId.Variant)
        {
            for (var i = 0; i < parts.Count; i++) Child(i, _capacity).Set(row, parts[i]);
            return;
        }
        if (Type.Id is not TypeId.List) throw new ArgumentException($"{Type} cannot be written from a list.");
        var start = GrowList(row, parts.Count);
        var child = new ColumnWriter(Vectors.ListChild(_vector), Type.Fields[0].Type, start + parts.Count);
        for (var i = 0; i < parts.Count; i++) child.Set(start + i, parts[i]);
    }

    /// <summary>A MAP is a list of structs of key and value.</summary>
    void SetPairs(int row, IReadOnlyList<KeyValuePair<object?, object?>> pairs)
    {
        if (Type.Id is not TypeId.Map) throw new ArgumentException($"{Type} cannot be written from pairs.");
        var start = GrowList(row, pairs.Count);
        var entries = Vectors.ListChild(_vector);
        var keys = new ColumnWriter(Vectors.StructChild(entries, 0), Type.Fields[0].Type, start + pairs.Count);
        var values = new ColumnWriter(Vectors.StructChild(entries, 1), Type.Fields[1].Type, start + pairs.Count);
        for (var i = 0; i < pairs.Count; i++)
        {
            keys.Set(start + i, pairs[i].Key);
            values.Set(start + i, pairs[i].Value);
        }
    }

    /// <summary>Makes room for a row's elements at the end of a LIST or MAP and returns where they go.</summary>
    int GrowList(int row, int count)
    {
        var start = Vectors.ListSize(_vector);
        var end = start + (ulong)count;
        _ = Vectors.ReserveList(_vector, end);
        _ = Vectors.SetListSize(_vector, end);
        var entry = (ulong*)Vectors.Data(_vector) + ((long)row * 2);
        (entry[0], entry[1]) = (start, (ulong)count);
        return checked((int)start);
    }

    /// <summary>A part of a STRUCT, which has its rows.</summary>
    internal ColumnWriter Part(int index) => Child(index, _capacity);

    ColumnWriter Child(int index, int capacity) => new(Vectors.StructChild(_vector, (ulong)index), Type.Fields[index].Type, capacity);

    void CheckRow(int row) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_capacity, nameof(row));
}
