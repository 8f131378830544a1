using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>One argument of a <see cref="ScalarFunction"/>'s call: a flat column, valid only during the call.</summary>
public readonly unsafe ref struct FunctionColumn
{
    readonly byte* _data;
    readonly ulong* _validity;
    readonly int _rows;

    internal FunctionColumn(nint vector, int rows)
    {
        _data = (byte*)Vectors.Data(vector);
        _validity = Vectors.Validity(vector);
        _rows = rows;
    }

    /// <summary>One bit a row, set where the row has a value; empty when all have one.</summary>
    public ReadOnlySpan<ulong> Validity => _validity == null ? [] : new(_validity, (_rows + 63) / 64);

    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => new(_data, _rows);

    public bool IsNull(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_rows, nameof(row));
        return _validity != null && (_validity[row >> 6] & (1UL << (row & 63))) == 0;
    }

    /// <summary>The bytes of a VARCHAR or BLOB.</summary>
    public ReadOnlySpan<byte> Bytes(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_rows, nameof(row));

        // SAFETY: see ColumnVector.Bytes; the column was flattened by the executor before the call.
        var entry = _data + ((long)row * 16);
        var length = *(int*)entry;
        return new ReadOnlySpan<byte>(length <= 12 ? entry + 4 : *(byte**)(entry + 8), length);
    }
}
