using System.Runtime.CompilerServices;
using System.Text;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>One column of a chunk, or a part of a nested one: typed memory of the executor, read in place.</summary>
/// <remarks>
/// Rows of a nested part are counted in the part's own space: a LIST row's elements are <see cref="Entry"/>'s offset and length in <see cref="Child"/>(0),
/// a STRUCT's fields have the rows of the struct, an ARRAY's element j of row i is row i × size + j.
/// </remarks>
public sealed unsafe class ColumnVector
{
    readonly DataChunk? _owner;
    readonly nint _vector;
    readonly byte* _data;
    readonly ulong* _validity;
    readonly ColumnVector?[] _children;

    /// <param name="owner">Whose memory it is; null for that of a function's call.</param>
    /// <param name="vector">The executor's vector.</param>
    /// <param name="type">Its type.</param>
    /// <param name="length">Its rows.</param>
    internal ColumnVector(DataChunk? owner, nint vector, LogicalType type, int length)
    {
        (_owner, _vector, Type, Length) = (owner, vector, type, length);
        _data = (byte*)Vectors.Data(vector);
        _validity = Vectors.Validity(vector);
        _children = type.Fields.IsEmpty ? [] : new ColumnVector?[type.Fields.Length];
    }

    public LogicalType Type { get; }

    /// <summary>Rows of this vector; for the element vector of a list, the elements of all rows together.</summary>
    public int Length { get; }

    /// <summary>True when no row is null: the executor keeps no mask then.</summary>
    public bool HasNoNulls => _validity == null;

    public bool IsNull(int row)
    {
        _owner?.ThrowIfDisposed();
        CheckRow(row);
        return _validity != null && (_validity[row >> 6] & (1UL << (row & 63))) == 0;
    }

    /// <summary>All rows as values of the physical type; rows that are null hold anything.</summary>
    /// <typeparam name="T">A type of the physical width: <c>int</c> for DATE, <c>long</c> for TIMESTAMP, <see cref="Int128"/> for HUGEINT and wide decimals.</typeparam>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        _owner?.ThrowIfDisposed();
        if (Unsafe.SizeOf<T>() != Width)
            throw new ArgumentException($"{typeof(T).Name} has {Unsafe.SizeOf<T>()} bytes, a value of {Type} has {Width}.");
        return Length == 0 ? [] : new ReadOnlySpan<T>(_data, Length);
    }

    /// <summary>The bytes of a VARCHAR, BLOB, BIT, BIGNUM or GEOMETRY row, in the executor's memory.</summary>
    public ReadOnlySpan<byte> Bytes(int row)
    {
        _owner?.ThrowIfDisposed();
        CheckRow(row);
        if (!HasBytes) throw new ArgumentException($"A value of {Type} is not stored as bytes.");

        // SAFETY: duckdb_string_t is 16 bytes: the length, then up to 12 bytes inline or a prefix of 4 and a pointer to all of them.
        var entry = _data + ((long)row * 16);
        var length = *(int*)entry;
        return new ReadOnlySpan<byte>(length <= 12 ? entry + 4 : *(byte**)(entry + 8), length);
    }

    public string Text(int row) => Encoding.UTF8.GetString(Bytes(row));

    /// <summary>Where a LIST's or MAP's elements of a row stand in the children.</summary>
    public (int Offset, int Length) Entry(int row)
    {
        _owner?.ThrowIfDisposed();
        CheckRow(row);
        if (Type.Id is TypeId.Array) return (row * Type.ArraySize, Type.ArraySize);
        if (Type.Id is not (TypeId.List or TypeId.Map)) throw new ArgumentException($"{Type} has no elements.");
        var entry = (ulong*)(_data + ((long)row * 16));
        return ((int)entry[0], (int)entry[1]);
    }

    /// <summary>Which member a UNION row holds: an index into the type's fields.</summary>
    public int UnionTag(int row)
    {
        _owner?.ThrowIfDisposed();
        CheckRow(row);
        return ((byte*)Vectors.Data(Vectors.StructChild(_vector, 0)))[row];
    }

    /// <summary>The vector of a part: 0 for elements, 0 and 1 for keys and values, the field's or member's index otherwise.</summary>
    public ColumnVector Child(int index)
    {
        _owner?.ThrowIfDisposed();
        return _children[index] ??= CreateChild(index);
    }

    /// <summary>Bytes of one value in <see cref="Values{T}"/>; 16 for those that are read by <see cref="Bytes"/> and <see cref="Entry"/>.</summary>
    int Width => Type.Id switch
    {
        TypeId.Boolean or TypeId.TinyInt or TypeId.UTinyInt => 1,
        TypeId.SmallInt or TypeId.USmallInt => 2,
        TypeId.Integer or TypeId.UInteger or TypeId.Float or TypeId.Date => 4,
        TypeId.Decimal => Type.Width <= 4 ? 2 : Type.Width <= 9 ? 4 : Type.Width <= 18 ? 8 : 16,
        TypeId.Enum => Type.EnumValues.Length <= 0xFF ? 1 : Type.EnumValues.Length <= 0xFFFF ? 2 : 4,
        TypeId.HugeInt or TypeId.UHugeInt or TypeId.Uuid or TypeId.Interval => 16,
        TypeId.List or TypeId.Map or TypeId.Struct or TypeId.Union or TypeId.Array or TypeId.Variant => 0,
        _ => HasBytes ? 0 : 8,
    };

    bool HasBytes => Type.Id is TypeId.Varchar or TypeId.Blob or TypeId.Bit or TypeId.BigNum or TypeId.Geometry;

    ColumnVector CreateChild(int index)
    {
        var type = Type.Fields[index].Type;
        return Type.Id switch
        {
            TypeId.List => new(_owner, Vectors.ListChild(_vector), type, (int)Vectors.ListSize(_vector)),
            TypeId.Map => new(_owner, Vectors.StructChild(Vectors.ListChild(_vector), (ulong)index), type, (int)Vectors.ListSize(_vector)),
            TypeId.Array => new(_owner, Vectors.ArrayChild(_vector), type, Length * Type.ArraySize),
            TypeId.Union => new(_owner, Vectors.StructChild(_vector, (ulong)index + 1), type, Length),
            _ => new(_owner, Vectors.StructChild(_vector, (ulong)index), type, Length),
        };
    }

    void CheckRow(int row) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
}
