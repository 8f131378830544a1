using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Tarn.Engine.Native;

namespace Tarn.Engine.Results.Arrow;

/// <summary>Lists and maps: 32-bit offsets into one child.</summary>
sealed class ArrowListColumn(ArrowColumn child) : ArrowColumn
{
    readonly GrowingBuffer _offsets = new();
    int _elements;

    public override void Describe(ICollection<(long Length, long Nulls)> nodes, ICollection<ReadOnlyMemory<byte>> buffers)
    {
        base.Describe(nodes, buffers);
        buffers.Add(_offsets.Written);
        child.Describe(nodes, buffers);
    }

    public override void Clear()
    {
        base.Clear();
        _offsets.Clear();
        _elements = 0;
        child.Clear();
    }

    protected override void AppendValues(ColumnVector source, int offset, int count)
    {
        if (_offsets.Length == 0) _offsets.Append(4).Clear();
        var offsets = MemoryMarshal.Cast<byte, int>(_offsets.Append(count * 4));
        var (start, end) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var (from, length) = source.IsNull(offset + i) ? (end, 0) : source.Entry(offset + i);

            // Neighbouring rows mostly stand together in the child: they are taken in one piece.
            if (from != end && length > 0)
            {
                AppendElements(source, start, end - start);
                start = from;
            }
            if (length > 0) end = from + length;
            _elements = checked(_elements + length);
            offsets[i] = _elements;
        }
        AppendElements(source, start, end - start);
    }

    void AppendElements(ColumnVector source, int offset, int count)
    {
        if (count <= 0) return;
        if (child is ArrowEntriesColumn entries) entries.AppendPairs(source, offset, count);
        else child.Append(source.Child(0), offset, count);
    }
}

/// <summary>A map's entries: a struct that is never null over keys and values.</summary>
sealed class ArrowEntriesColumn(ArrowColumn keys, ArrowColumn values) : ArrowColumn
{
    int _pairs;

    public void AppendPairs(ColumnVector map, int offset, int count)
    {
        keys.Append(map.Child(0), offset, count);
        values.Append(map.Child(1), offset, count);
        _pairs += count;
    }

    public override void Describe(ICollection<(long Length, long Nulls)> nodes, ICollection<ReadOnlyMemory<byte>> buffers)
    {
        nodes.Add((_pairs, 0));
        buffers.Add(default);
        keys.Describe(nodes, buffers);
        values.Describe(nodes, buffers);
    }

    public override void Clear()
    {
        base.Clear();
        _pairs = 0;
        keys.Clear();
        values.Clear();
    }

    protected override void AppendValues(ColumnVector source, int offset, int count) =>
        throw new System.Diagnostics.UnreachableException("entries are appended by pairs");
}

/// <summary>A fixed number of elements a row; null rows have theirs too.</summary>
sealed class ArrowArrayColumn(ArrowColumn child, int size) : ArrowColumn
{
    public override void Describe(ICollection<(long Length, long Nulls)> nodes, ICollection<ReadOnlyMemory<byte>> buffers)
    {
        base.Describe(nodes, buffers);
        child.Describe(nodes, buffers);
    }

    public override void Clear()
    {
        base.Clear();
        child.Clear();
    }

    protected override void AppendValues(ColumnVector source, int offset, int count) => child.Append(source.Child(0), offset * size, count * size);
}

/// <summary>The fields side by side.</summary>
sealed class ArrowStructColumn(ImmutableArray<ArrowColumn> fields) : ArrowColumn
{
    public override void Describe(ICollection<(long Length, long Nulls)> nodes, ICollection<ReadOnlyMemory<byte>> buffers)
    {
        base.Describe(nodes, buffers);
        foreach (var field in fields) field.Describe(nodes, buffers);
    }

    public override void Clear()
    {
        base.Clear();
        foreach (var field in fields) field.Clear();
    }

    protected override void AppendValues(ColumnVector source, int offset, int count)
    {
        for (var i = 0; i < fields.Length; i++) fields[i].Append(source.Child(i), offset, count);
    }
}

/// <summary>A sparse union: which member, and all members side by side. It has no validity of its own: a null row is a null of its member.</summary>
sealed class ArrowUnionColumn(ImmutableArray<ArrowColumn> members) : ArrowColumn
{
    readonly GrowingBuffer _tags = new();

    protected override bool HasValidity => false;

    public override void Describe(ICollection<(long Length, long Nulls)> nodes, ICollection<ReadOnlyMemory<byte>> buffers)
    {
        base.Describe(nodes, buffers);
        buffers.Add(_tags.Written);
        foreach (var member in members) member.Describe(nodes, buffers);
    }

    public override void Clear()
    {
        base.Clear();
        _tags.Clear();
        foreach (var member in members) member.Clear();
    }

    protected override void AppendValues(ColumnVector source, int offset, int count)
    {
        var tags = _tags.Append(count);
        for (var i = 0; i < count; i++) tags[i] = source.IsNull(offset + i) ? (byte)0 : (byte)source.UnionTag(offset + i);
        for (var i = 0; i < members.Length; i++) members[i].Append(source.Child(i), offset, count);
    }
}
