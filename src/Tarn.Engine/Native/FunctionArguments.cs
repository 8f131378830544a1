using System.Collections.Immutable;
using System.Text;
using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>The arguments of one call of a <see cref="ScalarFunction"/>: flat columns, valid only during the call.</summary>
public readonly unsafe ref struct FunctionArguments
{
    readonly nint _chunk;
    readonly ImmutableArray<LogicalType> _types;

    internal FunctionArguments(nint chunk, ImmutableArray<LogicalType> types)
    {
        (_chunk, _types) = (chunk, types);
        RowCount = (int)DataChunks.Size(chunk);
    }

    public int RowCount { get; }

    public int Count => _types.Length;

    public ReadOnlySpan<T> Values<T>(int argument)
        where T : unmanaged => new(Vectors.Data(Vector(argument)), RowCount);

    /// <summary>One bit a row, set where the row has a value; empty when all have one.</summary>
    public ReadOnlySpan<ulong> Validity(int argument)
    {
        var mask = Vectors.Validity(Vector(argument));
        return mask == null ? [] : new ReadOnlySpan<ulong>(mask, (RowCount + 63) / 64);
    }

    /// <summary>The bytes of a VARCHAR or BLOB argument.</summary>
    public ReadOnlySpan<byte> Bytes(int argument, int row)
    {
        // SAFETY: see ColumnVector.Bytes; the column was flattened by the executor before the call.
        var entry = (byte*)Vectors.Data(Vector(argument)) + ((long)row * 16);
        var length = *(int*)entry;
        return new ReadOnlySpan<byte>(length <= 12 ? entry + 4 : *(byte**)(entry + 8), length);
    }

    public string Text(int argument, int row) => Encoding.UTF8.GetString(Bytes(argument, row));

    public bool IsNull(int argument, int row)
    {
        var mask = Validity(argument);
        return !mask.IsEmpty && (mask[row >> 6] & (1UL << (row & 63))) == 0;
    }

    nint Vector(int argument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)argument, (uint)_types.Length, nameof(argument));
        return DataChunks.Vector(_chunk, (ulong)argument);
    }
}
