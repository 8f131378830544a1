using System.Buffers.Binary;
using Tarn.Engine.Native;

namespace Tarn.Engine.Writes;

/// <summary>
/// Puts the fields of objects in variants into the order of their names, which the encoding demands and by which readers look for them; the executor leaves them as they were given. Only the
/// list of fields changes: values may stand in any order. VariantEncoding.md, "Value Data for Object".
/// </summary>
static class VariantOrder
{
    public const string Function = "__tarn_variant_order";

    static readonly LogicalType Bytes = LogicalType.Of(TypeId.Blob);

    public static void Install(Instance instance) => instance.Register(new ScalarFunction(Function, [Bytes, Bytes], Bytes, Order));

    static void Order(FunctionArguments arguments, FunctionOutput output)
    {
        var names = arguments.Column(0);
        var values = arguments.Column(1);
        for (var i = 0; i < arguments.RowCount; i++)
        {
            if (names.IsNull(i) || values.IsNull(i)) continue;
            var value = values.Bytes(i).ToArray();
            Order(names.Bytes(i), value);
            output.SetBytes(i, value);
        }
    }

    /// <param name="metadata">The names.</param>
    /// <param name="value">The value, as the executor makes it; changed in place.</param>
    public static void Order(ReadOnlySpan<byte> metadata, Span<byte> value)
    {
        var (basic, header) = (value[0] & 3, value[0] >> 2);
        if (basic < 2) return;
        var isObject = basic == 2;
        var (offsetWidth, idWidth) = ((header & 3) + 1, isObject ? ((header >> 2) & 3) + 1 : 0);
        var countWidth = (header & (isObject ? 16 : 4)) != 0 ? 4 : 1;
        var count = Number(value[1..], countWidth);
        var ids = value.Slice(1 + countWidth, count * idWidth);
        var offsets = value.Slice(1 + countWidth + ids.Length, (count + 1) * offsetWidth);
        var values = value[(1 + countWidth + ids.Length + offsets.Length)..];
        for (var i = 0; i < count; i++) Order(metadata, values[Number(offsets[(i * offsetWidth)..], offsetWidth)..]);
        if (isObject) SortFields(metadata, ids, idWidth, offsets, offsetWidth);
    }

    static void SortFields(ReadOnlySpan<byte> metadata, Span<byte> ids, int idWidth, Span<byte> offsets, int offsetWidth)
    {
        var fields = new (byte[] Name, int Id, int Offset)[ids.Length / idWidth];
        var isSorted = true;
        for (var i = 0; i < fields.Length; i++)
        {
            var id = Number(ids[(i * idWidth)..], idWidth);
            fields[i] = (Name(metadata, id), id, Number(offsets[(i * offsetWidth)..], offsetWidth));
            isSorted &= i == 0 || fields[i - 1].Name.AsSpan().SequenceCompareTo(fields[i].Name) <= 0;
        }
        if (isSorted) return;
        Array.Sort(fields, (a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        for (var i = 0; i < fields.Length; i++)
        {
            SetNumber(ids[(i * idWidth)..], idWidth, fields[i].Id);
            SetNumber(offsets[(i * offsetWidth)..], offsetWidth, fields[i].Offset);
        }
    }

    static byte[] Name(ReadOnlySpan<byte> metadata, int id)
    {
        var width = (metadata[0] >> 6) + 1;
        var names = 1 + ((Number(metadata[1..], width) + 2) * width);
        var (from, to) = (Number(metadata[(1 + ((id + 1) * width))..], width), Number(metadata[(1 + ((id + 2) * width))..], width));
        return metadata[(names + from)..(names + to)].ToArray();
    }

    static int Number(ReadOnlySpan<byte> bytes, int width)
    {
        Span<byte> whole = stackalloc byte[sizeof(int)];
        whole.Clear();
        bytes[..width].CopyTo(whole);
        return BinaryPrimitives.ReadInt32LittleEndian(whole);
    }

    static void SetNumber(Span<byte> bytes, int width, int value)
    {
        Span<byte> whole = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(whole, value);
        whole[..width].CopyTo(bytes);
    }
}
