using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results.Arrow;

/// <summary>Values of a width that both sides share: copied, and zeroed under nulls, where the executor's memory holds anything.</summary>
sealed class ArrowFixedColumn<T> : ArrowColumn
    where T : unmanaged
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

    protected override void AppendValues(ColumnVector source, int offset, int count)
    {
        var target = MemoryMarshal.Cast<byte, T>(_values.Append(count * Unsafe.SizeOf<T>()));
        source.Values<T>().Slice(offset, count).CopyTo(target);
        if (source.HasNoNulls) return;
        for (var i = 0; i < count; i++)
            if (source.IsNull(offset + i)) target[i] = default;
    }
}
