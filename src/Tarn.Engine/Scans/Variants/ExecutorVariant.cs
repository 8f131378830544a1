using System.Buffers.Binary;
using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Results.Variants;

namespace Tarn.Engine.Scans.Variants;

/// <summary>A value in the executor's form of variants (<see cref="VariantRow"/>), with what that has no kind for told beside it. The variant's null is one value of kind 0, which the executor's own reader never makes: it goes through its operators as a value that is there.</summary>
sealed class ExecutorVariant
{
    readonly List<string> _keys = [];
    readonly List<(uint? Key, uint Value)> _children = [];
    readonly List<(VariantKind Kind, uint Offset)> _values = [];
    readonly List<uint> _instants = [];
    readonly List<byte> _data = [];

    ExecutorVariant(VariantValue value)
    {
        Add(value);
        // Two children lead to each: one of them is an object's or array's, unless the value is the row's own.
        foreach (var instant in _instants)
            for (var i = instant == 0 ? 0 : 1; i < 2; i++) _children.Add((null, instant));
    }

    /// <summary>The parts of the value as <see cref="ColumnWriter"/> takes them.</summary>
    public static object?[] Of(VariantValue value)
    {
        var made = new ExecutorVariant(value);
        return
        [
            made._keys.ToArray<object?>(),
            made._children.Select(c => new object?[] { c.Key, c.Value }).ToArray<object?>(),
            made._values.Select(v => new object?[] { (byte)v.Kind, v.Offset }).ToArray<object?>(),
            made._data.ToArray(),
        ];
    }

    uint Add(VariantValue value)
    {
        var index = (uint)_values.Count;
        _values.Add((value.Kind is VariantKind.TimestampNanosTz ? VariantKind.TimestampNanos : value.Kind, (uint)_data.Count));
        if (value.Kind is VariantKind.TimestampNanosTz) _instants.Add(index);
        switch (value.Kind)
        {
            case VariantKind.Object: AddChildren([.. value.Members.Select(m => ((string?)m.Key, m.Value))]); break;
            case VariantKind.Array: AddChildren([.. value.Elements.Select(e => ((string?)null, e))]); break;
            default: AddScalar(value.Value); break;
        }
        return index;
    }

    void AddChildren((string? Name, VariantValue Value)[] children)
    {
        Varint((uint)children.Length);
        if (children.Length == 0) return;
        var first = _children.Count;
        Varint((uint)first);
        for (var i = 0; i < children.Length; i++) _children.Add(default);
        for (var i = 0; i < children.Length; i++)
        {
            var key = children[i].Name is null ? (uint?)null : (uint)_keys.Count;
            if (children[i].Name is { } name) _keys.Add(name);
            _children[first + i] = (key, Add(children[i].Value));
        }
    }

    void AddScalar(object? value)
    {
        Span<byte> bytes = stackalloc byte[16];
        switch (value)
        {
            case null or bool: break;
            case string text: AddBytes(Encoding.UTF8.GetBytes(text)); break;
            case byte[] blob: AddBytes(blob); break;
            case DecimalValue number: AddDecimal(number); break;
            default: _data.AddRange(bytes[..Number(value, bytes)]); break;
        }
    }

    static int Number(object value, Span<byte> bytes)
    {
        switch (value)
        {
            case sbyte v: bytes[0] = (byte)v; return 1;
            case short v: BinaryPrimitives.WriteInt16LittleEndian(bytes, v); return 2;
            case int v: BinaryPrimitives.WriteInt32LittleEndian(bytes, v); return 4;
            case long v: BinaryPrimitives.WriteInt64LittleEndian(bytes, v); return 8;
            case float v: BinaryPrimitives.WriteSingleLittleEndian(bytes, v); return 4;
            case double v: BinaryPrimitives.WriteDoubleLittleEndian(bytes, v); return 8;
            case Guid v: BinaryPrimitives.WriteInt128LittleEndian(bytes, ColumnWriter.UuidBits(v)); return 16;
            default: throw new System.Diagnostics.UnreachableException($"Variants in files hold no {value.GetType().Name}.");
        }
    }

    void AddDecimal(DecimalValue value)
    {
        Varint(value.Width);
        Varint(value.Scale);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, value.Unscaled);
        _data.AddRange(bytes[..(value.Width switch { <= 4 => 2, <= 9 => 4, <= 18 => 8, _ => 16 })]);
    }

    void AddBytes(byte[] bytes)
    {
        Varint((uint)bytes.Length);
        _data.AddRange(bytes);
    }

    void Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7) _data.Add((byte)(value | 0x80));
        _data.Add((byte)value);
    }
}
