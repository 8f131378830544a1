using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results.Arrow;

/// <summary>Values of 16 bytes that are converted one by one.</summary>
abstract class ArrowWideColumn : ArrowColumn
{
    readonly GrowingBuffer _values = new();

    public override void Describe(ICollection<(long Length, long Nulls)> nodes, ICollection<ReadOnlyMemory<byte>> buffers)
    {
        base.Describe(nodes, buffers);
        buffers.Add(_values.Written);
    }

    public override void Clear()
    {
        base.Clear();
        _values.Clear();
    }

    protected sealed override void AppendValues(ColumnVector source, int offset, int count)
    {
        var target = _values.Append(count * 16);
        for (var i = 0; i < count; i++)
        {
            var slot = target.Slice(i * 16, 16);
            if (source.IsNull(offset + i)) slot.Clear();
            else Convert(source, offset + i, slot);
        }
    }

    protected abstract void Convert(ColumnVector source, int row, Span<byte> target);
}

/// <summary>decimal128, from whatever width the executor stores.</summary>
sealed class ArrowDecimalColumn : ArrowWideColumn
{
    static readonly Int128 Limit = Int128.Parse("100000000000000000000000000000000000000");

    protected override void Convert(ColumnVector source, int row, Span<byte> target)
    {
        var value = source.Type.Id switch
        {
            TypeId.Decimal => ColumnValue.Unscaled(source, row),
            TypeId.HugeInt => source.Values<Int128>()[row],
            _ => (Int128)UInt128.Min(source.Values<UInt128>()[row], (UInt128)Int128.MaxValue),
        };
        if (source.Type.Id is not TypeId.Decimal && (value >= Limit || value <= -Limit))
            throw new EngineException(EngineErrorKind.OutOfRange, $"A value of a {source.Type} column has more than 38 digits, which Arrow's decimal cannot hold; cast the column to VARCHAR.");
        BinaryPrimitives.WriteInt128LittleEndian(target, value);
    }
}

/// <summary>16 bytes in the order of the text.</summary>
sealed class ArrowUuidColumn : ArrowWideColumn
{
    protected override void Convert(ColumnVector source, int row, Span<byte> target) =>
        BinaryPrimitives.WriteInt128BigEndian(target, source.Values<Int128>()[row] ^ (Int128.One << 127));
}

/// <summary>Months, days, nanoseconds.</summary>
sealed class ArrowIntervalColumn : ArrowWideColumn
{
    protected override void Convert(ColumnVector source, int row, Span<byte> target)
    {
        var value = source.Values<Interval>()[row];
        MemoryMarshal.Write(target, value.Months);
        MemoryMarshal.Write(target[4..], value.Days);
        try
        {
            MemoryMarshal.Write(target[8..], checked(value.Micros * 1000));
        }
        catch (OverflowException)
        {
            throw new EngineException(EngineErrorKind.OutOfRange, "An INTERVAL of more than 292 years in its time part cannot be written to Arrow; cast the column to VARCHAR.");
        }
    }
}
