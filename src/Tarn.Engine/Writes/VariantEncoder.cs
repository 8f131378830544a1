using System.Buffers.Binary;
using Tarn.Engine.Native;
using Tarn.Engine.Results.Variants;
using Tarn.Engine.Scans.Variants;

namespace Tarn.Engine.Writes;

/// <summary>Writes variants as apache/parquet-format's VariantEncoding.md has them: each name once and in order, fields in the order of their names.</summary>
sealed class VariantEncoder
{
    const int ShortText = 63;
    const int SortedVersion1 = 0x11;
    const long MicrosPerSecond = 1_000_000;

    readonly VariantBuffer _metadata = new();
    readonly VariantBuffer _value = new();

    readonly VariantNames _names = new();
    readonly VariantStack<(int Number, int Value)> _fields = new();
    readonly VariantStack<int> _ends = new();

    /// <summary>What each of the row's keys is known by among the names.</summary>
    int[] _idOfKey = new int[64];

    public ReadOnlySpan<byte> Metadata => _metadata.Written;

    public ReadOnlySpan<byte> Value => _value.Written;

    public void Encode(ColumnVector column, int row)
    {
        var variant = new VariantRow(column, row);
        (_metadata.Length, _value.Length) = (0, 0);
        _names.Begin();
        if (variant.HasValue) Collect(ref variant, 0, 0);
        WriteMetadata();
        if (variant.HasValue) Write(ref variant, 0);
        else _value.Add((byte)VariantPrimitive.Null << 2);
    }

    void Collect(ref VariantRow row, int index, int depth)
    {
        var kind = row.Kind(index);
        if (kind is not (VariantKind.Object or VariantKind.Array)) return;
        if (depth >= VariantBytes.MaxDepth) throw new EngineException(EngineErrorKind.InvalidInput, $"A variant is nested more than {VariantBytes.MaxDepth} deep: no reader would take it. Nothing was written.");
        var (count, first) = row.Children(index);
        for (var i = 0; i < count; i++)
        {
            if (kind is VariantKind.Object) Use(ref row, row.ChildKey(first + i));
            Collect(ref row, row.ChildValue(first + i), depth + 1);
        }
    }

    void Use(ref VariantRow row, int key)
    {
        if (_idOfKey.Length <= key) Array.Resize(ref _idOfKey, key * 2);
        _idOfKey[key] = _names.Use(row.Key(key));
    }

    void WriteMetadata()
    {
        var width = VariantBuffer.Width(Math.Max(_names.Number(), _names.Count));
        _metadata.Add((byte)(SortedVersion1 | (width - 1) << 6));
        _metadata.Add(_names.Count, width);
        var end = 0;
        _metadata.Add(end, width);
        for (var i = 0; i < _names.Count; i++) _metadata.Add(end += _names[i].Length, width);
        for (var i = 0; i < _names.Count; i++) _metadata.Add(_names[i]);
    }

    void Write(ref VariantRow row, int index)
    {
        var kind = row.Kind(index);
        switch (kind)
        {
            case VariantKind.Object: WriteObject(ref row, index); break;
            case VariantKind.Array: WriteArray(ref row, index); break;
            case VariantKind.Varchar: WriteText(VariantRow.Bytes(row.Data(index))); break;
            case VariantKind.Blob: WriteBytes(VariantPrimitive.Binary, VariantRow.Bytes(row.Data(index))); break;
            default: WriteScalar(kind, row.Data(index)); break;
        }
    }

    void WriteObject(ref VariantRow row, int index)
    {
        var (count, first) = row.Children(index);
        var fields = _fields.Take(count);
        for (var i = 0; i < count; i++) _fields.Items[fields + i] = (_names.NumberOf(_idOfKey[row.ChildKey(first + i)]), row.ChildValue(first + i));
        Sort(_fields.Items.AsSpan(fields, count));
        var start = _value.Length;
        var ends = _ends.Take(count);
        for (var i = 0; i < count; i++)
        {
            Write(ref row, _fields.Items[fields + i].Value);
            _ends.Items[ends + i] = _value.Length - start;
        }
        var length = _value.Length - start;
        var (isLarge, idWidth, offsetWidth) = (count > byte.MaxValue, count == 0 ? 1 : VariantBuffer.Width(_fields.Items[fields + count - 1].Number), VariantBuffer.Width(length));
        var countWidth = isLarge ? 4 : 1;
        var at = _value.Insert(start, 1 + countWidth + (count * idWidth) + ((count + 1) * offsetWidth));
        at = _value.Set(at, 2 | (offsetWidth - 1) << 2 | (idWidth - 1) << 4 | (isLarge ? 1 << 6 : 0), 1);
        at = _value.Set(at, count, countWidth);
        for (var i = 0; i < count; i++) at = _value.Set(at, _fields.Items[fields + i].Number, idWidth);
        SetOffsets(at, ends, count, offsetWidth);
        _fields.Return(fields);
    }

    void WriteArray(ref VariantRow row, int index)
    {
        var (count, first) = row.Children(index);
        var start = _value.Length;
        var ends = _ends.Take(count);
        for (var i = 0; i < count; i++)
        {
            Write(ref row, row.ChildValue(first + i));
            _ends.Items[ends + i] = _value.Length - start;
        }
        var (isLarge, offsetWidth) = (count > byte.MaxValue, VariantBuffer.Width(_value.Length - start));
        var countWidth = isLarge ? 4 : 1;
        var at = _value.Insert(start, 1 + countWidth + ((count + 1) * offsetWidth));
        at = _value.Set(at, 3 | (offsetWidth - 1) << 2 | (isLarge ? 1 << 4 : 0), 1);
        at = _value.Set(at, count, countWidth);
        SetOffsets(at, ends, count, offsetWidth);
    }

    void SetOffsets(int at, int ends, int count, int width)
    {
        at = _value.Set(at, 0, width);
        for (var i = 0; i < count; i++) at = _value.Set(at, _ends.Items[ends + i], width);
        _ends.Return(ends);
    }

    /// <summary>Few, and in order nearly always.</summary>
    static void Sort(Span<(int Number, int Value)> fields)
    {
        const int Few = 32;
        if (fields.Length > Few)
        {
            fields.Sort(static (a, b) => a.Number.CompareTo(b.Number));
            return;
        }
        for (var i = 1; i < fields.Length; i++)
        {
            var field = fields[i];
            var at = i;
            for (; at > 0 && fields[at - 1].Number > field.Number; at--) fields[at] = fields[at - 1];
            fields[at] = field;
        }
    }

    void WriteText(ReadOnlySpan<byte> text)
    {
        if (text.Length > ShortText)
        {
            WriteBytes(VariantPrimitive.Text, text);
            return;
        }
        _value.Add((byte)(text.Length << 2 | 1));
        _value.Add(text);
    }

    void WriteBytes(VariantPrimitive type, ReadOnlySpan<byte> bytes)
    {
        Header(type);
        _value.Add(bytes.Length, sizeof(int));
        _value.Add(bytes);
    }

    void WriteScalar(VariantKind kind, ReadOnlySpan<byte> data)
    {
        switch (kind)
        {
            case VariantKind.Null: Header(VariantPrimitive.Null); break;
            case VariantKind.True: Header(VariantPrimitive.True); break;
            case VariantKind.False: Header(VariantPrimitive.False); break;
            case VariantKind.Int8: Copy(VariantPrimitive.Int8, data[..1]); break;
            case VariantKind.Int16: Copy(VariantPrimitive.Int16, data[..2]); break;
            case VariantKind.Int32: Copy(VariantPrimitive.Int32, data[..4]); break;
            case VariantKind.Int64: Copy(VariantPrimitive.Int64, data[..8]); break;
            case VariantKind.Float: Copy(VariantPrimitive.Float, data[..4]); break;
            case VariantKind.Double: Copy(VariantPrimitive.Double, data[..8]); break;
            case VariantKind.Date: Copy(VariantPrimitive.Date, data[..4]); break;
            case VariantKind.TimeMicros: Copy(VariantPrimitive.Time, data[..8]); break;
            case VariantKind.TimestampMicros: Copy(VariantPrimitive.TimestampMicros, data[..8]); break;
            case VariantKind.TimestampMicrosTz: Copy(VariantPrimitive.InstantMicros, data[..8]); break;
            case VariantKind.TimestampNanos: Copy(VariantPrimitive.TimestampNanos, data[..8]); break;
            case VariantKind.TimestampNanosTz: Copy(VariantPrimitive.InstantNanos, data[..8]); break;
            case VariantKind.Decimal: WriteDecimal(VariantRow.Decimal(data)); break;
            case VariantKind.Uuid: WriteUuid(data); break;
            default: WriteOther(kind, data); break;
        }
    }

    /// <summary>Kinds of the executor that the encoding lacks, as the next that holds them.</summary>
    void WriteOther(VariantKind kind, ReadOnlySpan<byte> data)
    {
        switch (kind)
        {
            case VariantKind.UInt8: Integer(VariantPrimitive.Int16, data[0], 2); break;
            case VariantKind.UInt16: Integer(VariantPrimitive.Int32, BinaryPrimitives.ReadUInt16LittleEndian(data), 4); break;
            case VariantKind.UInt32: Integer(VariantPrimitive.Int64, BinaryPrimitives.ReadUInt32LittleEndian(data), 8); break;
            case VariantKind.UInt64: WriteWide(BinaryPrimitives.ReadUInt64LittleEndian(data)); break;
            case VariantKind.Int128: WriteWide(BinaryPrimitives.ReadInt128LittleEndian(data)); break;
            case VariantKind.UInt128 when BinaryPrimitives.ReadUInt128LittleEndian(data) is var wide && wide <= (UInt128)Int128.MaxValue: WriteWide((Int128)wide); break;
            case VariantKind.TimestampSeconds: Timestamp(BinaryPrimitives.ReadInt64LittleEndian(data), MicrosPerSecond); break;
            case VariantKind.TimestampMillis: Timestamp(BinaryPrimitives.ReadInt64LittleEndian(data), 1000); break;
            default: throw Unknown(kind);
        }
    }

    void WriteWide(Int128 value)
    {
        if (value == (long)value) Integer(VariantPrimitive.Int64, (long)value, 8);
        else WriteDecimal(new DecimalValue(value, DecimalValue.MaxWidth, 0));
    }

    void WriteDecimal(DecimalValue value)
    {
        // The executor counts the digits that a value of a file has, which can be fewer than those after the point.
        var (type, width) = Math.Max(value.Width, value.Scale) switch { <= 9 => (VariantPrimitive.Decimal4, 4), <= 18 => (VariantPrimitive.Decimal8, 8), _ => (VariantPrimitive.Decimal16, 16) };
        if (Int128.Abs(value.Unscaled) > MaxDecimal) throw new EngineException(EngineErrorKind.OutOfRange, $"A variant holds {value}, which has more than {DecimalValue.MaxWidth} digits. Nothing was written.");
        Header(type);
        _value.Add(value.Scale);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, value.Unscaled);
        _value.Add(bytes[..width]);
    }

    static Int128 MaxDecimal { get; } = Int128.Parse(new string('9', DecimalValue.MaxWidth), System.Globalization.CultureInfo.InvariantCulture);

    void WriteUuid(ReadOnlySpan<byte> data)
    {
        Header(VariantPrimitive.Uuid);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, BinaryPrimitives.ReadInt128LittleEndian(data) ^ (Int128.One << 127));
        _value.Add(bytes);
    }

    void Timestamp(long value, long unit)
    {
        if (value is not (long.MaxValue or -long.MaxValue) && Math.BigMul(value, unit) is var micros && micros != (long)micros)
            throw new EngineException(EngineErrorKind.OutOfRange, "A variant holds a timestamp that microseconds cannot count. Nothing was written.");
        Integer(VariantPrimitive.TimestampMicros, Results.TemporalText.ToMicros(value, unit), 8);
    }

    void Integer(VariantPrimitive type, long value, int width)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Copy(type, bytes[..width]);
    }

    void Copy(VariantPrimitive type, ReadOnlySpan<byte> data)
    {
        Header(type);
        _value.Add(data);
    }

    void Header(VariantPrimitive type) => _value.Add((byte)((int)type << 2));

    static EngineException Unknown(VariantKind kind) =>
        new(EngineErrorKind.NotSupported, $"A variant holds a value of the executor's kind {kind}, which variants in files cannot hold. Cast it to a type that they can; nothing was written.");
}
