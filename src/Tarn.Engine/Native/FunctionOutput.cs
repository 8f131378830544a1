using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>Where a <see cref="ScalarFunction"/> writes its answers; valid only during the call.</summary>
public readonly unsafe ref struct FunctionOutput
{
    readonly nint _vector;
    readonly LogicalType _type;
    readonly int _rows;

    internal FunctionOutput(nint vector, LogicalType type, int rows) => (_vector, _type, _rows) = (vector, type, rows);

    public Span<T> Values<T>()
        where T : unmanaged => new(Vectors.Data(_vector), _rows);

    public void SetNull(int row)
    {
        Vectors.EnsureValidityWritable(_vector);
        Vectors.Validity(_vector)[row >> 6] &= ~(1UL << (row & 63));
    }

    /// <summary>Writes values of any type, lists among them.</summary>
    public ColumnWriter Writer => new(_vector, _type, _rows);

    /// <summary>Writes a VARCHAR (valid UTF-8) or BLOB.</summary>
    public void SetBytes(int row, ReadOnlySpan<byte> value)
    {
        if (_type.Id is not (TypeId.Varchar or TypeId.Blob)) throw new InvalidOperationException($"{_type} does not take bytes.");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_rows, nameof(row));
        byte none = 0;
        fixed (byte* pointer = value) Vectors.AssignString(_vector, (ulong)row, pointer == null ? &none : pointer, (ulong)value.Length);
    }

    /// <summary>Null where an argument is: the executor does not do it for functions that come through the C interface.</summary>
    internal void CopyNulls(FunctionArguments arguments)
    {
        for (var argument = 0; argument < arguments.Count; argument++)
        {
            var mask = arguments.Column(argument).Validity;
            if (mask.IsEmpty) continue;
            Vectors.EnsureValidityWritable(_vector);
            var target = Vectors.Validity(_vector);
            for (var word = 0; word < mask.Length; word++) target[word] &= mask[word];
        }
    }
}
