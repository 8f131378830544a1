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

    /// <summary>One argument. A loop over the rows takes it once: each look at the chunk is a call out of managed code.</summary>
    public FunctionColumn Column(int argument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)argument, (uint)_types.Length, nameof(argument));
        return new(DataChunks.Vector(_chunk, (ulong)argument), RowCount);
    }

    /// <summary>An argument of a nested type; it must not outlive the call.</summary>
    public ColumnVector Vector(int argument)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)argument, (uint)_types.Length, nameof(argument));
        var vector = DataChunks.Vector(_chunk, (ulong)argument);
        if (_types[argument].Id is TypeId.Variant) ConstantVariants.Flatten(vector, RowCount);
        return new(owner: null, vector, _types[argument], RowCount);
    }

    public ReadOnlySpan<T> Values<T>(int argument)
        where T : unmanaged => Column(argument).Values<T>();

    /// <summary>The bytes of a VARCHAR or BLOB argument.</summary>
    public ReadOnlySpan<byte> Bytes(int argument, int row) => Column(argument).Bytes(row);

    public string Text(int argument, int row) => Encoding.UTF8.GetString(Bytes(argument, row));

    public bool IsNull(int argument, int row) => Column(argument).IsNull(row);
}
