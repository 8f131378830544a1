using System.Runtime.InteropServices;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results.Arrow;

/// <summary>A column of a record batch while rows are appended: its validity bits here, its own buffers in the subclasses.</summary>
abstract class ArrowColumn
{
    readonly GrowingBuffer _validity = new();
    int _nulls;

    protected int Rows { get; private set; }

    protected virtual bool HasValidity => true;

    public static ArrowColumn For(LogicalType type) => type.Id switch
    {
        TypeId.SqlNull => new ArrowNullColumn(),
        TypeId.Boolean => new ArrowBooleanColumn(),
        TypeId.Decimal or TypeId.HugeInt or TypeId.UHugeInt => new ArrowDecimalColumn(),
        TypeId.Varchar or TypeId.Blob or TypeId.Geometry or TypeId.Enum or TypeId.Bit or TypeId.BigNum or TypeId.TimeTz or TypeId.Variant => new ArrowBytesColumn(),
        TypeId.Uuid => new ArrowUuidColumn(),
        TypeId.Interval => new ArrowIntervalColumn(),
        TypeId.List => new ArrowListColumn(For(type.Fields[0].Type)),
        TypeId.Map => new ArrowListColumn(new ArrowEntriesColumn(For(type.Fields[0].Type), For(type.Fields[1].Type))),
        TypeId.Array => new ArrowArrayColumn(For(type.Fields[0].Type), type.ArraySize),
        TypeId.Struct => new ArrowStructColumn([.. type.Fields.Select(f => For(f.Type))]),
        TypeId.Union => new ArrowUnionColumn([.. type.Fields.Select(f => For(f.Type))]),
        TypeId.TinyInt or TypeId.UTinyInt => new ArrowFixedColumn<byte>(),
        TypeId.SmallInt or TypeId.USmallInt => new ArrowFixedColumn<short>(),
        TypeId.Integer or TypeId.UInteger or TypeId.Float or TypeId.Date => new ArrowFixedColumn<int>(),
        _ => new ArrowFixedColumn<long>(),
    };

    /// <summary>Takes <paramref name="count"/> rows of the executor's vector.</summary>
    public void Append(ColumnVector source, int offset, int count)
    {
        if (HasValidity) AppendValidity(source, offset, count);
        AppendValues(source, offset, count);
        Rows += count;
    }

    /// <summary>The nodes and buffers of this column and its children, depth first.</summary>
    public virtual void Describe(ICollection<(long Length, long Nulls)> nodes, ICollection<ReadOnlyMemory<byte>> buffers)
    {
        nodes.Add((Rows, _nulls));
        if (HasValidity) buffers.Add(_nulls == 0 ? default : _validity.Written);
    }

    public virtual void Clear()
    {
        _validity.Clear();
        _nulls = 0;
        Rows = 0;
    }

    protected abstract void AppendValues(ColumnVector source, int offset, int count);

    protected void CountNulls(int nulls) => _nulls += nulls;

    protected static void SetBit(Span<byte> bits, int index, bool value)
    {
        if (value) bits[index >> 3] |= (byte)(1 << (index & 7));
        else bits[index >> 3] &= (byte)~(1 << (index & 7));
    }

    /// <summary>Room for bits up to <paramref name="bits"/> in a buffer that holds fewer.</summary>
    protected static Span<byte> BitRoom(GrowingBuffer buffer, int bits)
    {
        var missing = ((bits + 7) / 8) - buffer.Length;
        if (missing > 0) buffer.Append(missing).Clear();
        return MemoryMarshal.AsMemory(buffer.Written).Span;
    }

    void AppendValidity(ColumnVector source, int offset, int count)
    {
        var bits = BitRoom(_validity, Rows + count);
        for (var i = 0; i < count; i++)
        {
            var isNull = !source.HasNoNulls && source.IsNull(offset + i);
            if (isNull) _nulls++;
            SetBit(bits, Rows + i, !isNull);
        }
    }
}
