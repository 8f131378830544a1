using System.Runtime.InteropServices;
using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Results.Variants;

namespace Tarn.Engine.Results.Arrow;

/// <summary>A column of nothing but nulls: no buffers at all.</summary>
sealed class ArrowNullColumn : ArrowColumn
{
    protected override bool HasValidity => false;

    protected override void AppendValues(ColumnVector source, int offset, int count) => CountNulls(count);
}

/// <summary>One bit a value.</summary>
sealed class ArrowBooleanColumn : ArrowColumn
{
    readonly GrowingBuffer _bits = new();

    public override void Describe(ICollection<(long Length, long Nulls)> nodes, ICollection<ReadOnlyMemory<byte>> buffers)
    {
        base.Describe(nodes, buffers);
        buffers.Add(_bits.Written);
    }

    public override void Clear()
    {
        base.Clear();
        _bits.Clear();
    }

    protected override void AppendValues(ColumnVector source, int offset, int count)
    {
        var bits = BitRoom(_bits, Rows + count);
        var values = source.Values<byte>();
        for (var i = 0; i < count; i++) SetBit(bits, Rows + i, values[offset + i] != 0 && !source.IsNull(offset + i));
    }
}

/// <summary>32-bit offsets and the bytes: text, binary, and types that are written as text.</summary>
sealed class ArrowBytesColumn : ArrowColumn
{
    readonly GrowingBuffer _offsets = new();
    readonly GrowingBuffer _data = new();

    public override void Describe(ICollection<(long Length, long Nulls)> nodes, ICollection<ReadOnlyMemory<byte>> buffers)
    {
        base.Describe(nodes, buffers);
        buffers.Add(_offsets.Written);
        buffers.Add(_data.Written);
    }

    public override void Clear()
    {
        base.Clear();
        _offsets.Clear();
        _data.Clear();
    }

    protected override void AppendValues(ColumnVector source, int offset, int count)
    {
        if (_offsets.Length == 0) _offsets.Append(4).Clear();
        var offsets = MemoryMarshal.Cast<byte, int>(_offsets.Append(count * 4));
        for (var i = 0; i < count; i++)
        {
            if (!source.IsNull(offset + i)) AppendValue(source, offset + i);
            offsets[i] = _data.Length;
        }
    }

    void AppendValue(ColumnVector source, int row)
    {
        if (source.Type.Id is TypeId.Varchar or TypeId.Blob or TypeId.Geometry)
        {
            var bytes = source.Bytes(row);
            bytes.CopyTo(_data.Append(bytes.Length));
            return;
        }
        Span<byte> scalar = stackalloc byte[ScalarText.MaxLength];
        var text = source.Type.Id switch
        {
            TypeId.Enum => Encoding.UTF8.GetBytes(ColumnValue.EnumText(source, row)),
            TypeId.Bit => Encoding.UTF8.GetBytes(ColumnValue.BitText(source.Bytes(row))),
            TypeId.BigNum => Encoding.UTF8.GetBytes(BigNumText.Of(source.Bytes(row))),
            TypeId.Variant => Encoding.UTF8.GetBytes(VariantReader.Read(source, row).ToString()),
            _ => scalar[..ScalarText.Write(source, row, scalar)],
        };
        text.CopyTo(_data.Append(text.Length));
    }
}
