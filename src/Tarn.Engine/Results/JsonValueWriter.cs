using System.Text.Json;
using Tarn.Engine.Native;
using Tarn.Engine.Results.Variants;

namespace Tarn.Engine.Results;

/// <summary>Writes values as exact JSON: what a double cannot hold is a string; times are ISO 8601; bytes are lower-case hex; maps are lists of pairs.</summary>
public static class JsonValueWriter
{
    public static void Write(Utf8JsonWriter json, ColumnVector column, int row)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(column);
        if (column.IsNull(row))
        {
            json.WriteNullValue();
            return;
        }
        switch (column.Type.Id)
        {
            case TypeId.Boolean: json.WriteBooleanValue(column.Values<byte>()[row] != 0); break;
            case TypeId.Varchar: json.WriteStringValue(column.Bytes(row)); break;
            case TypeId.Enum: json.WriteStringValue(ColumnValue.EnumText(column, row)); break;
            case TypeId.Bit: json.WriteStringValue(ColumnValue.BitText(column.Bytes(row))); break;
            case TypeId.Blob or TypeId.Geometry: WriteHex(json, column.Bytes(row)); break;
            case TypeId.BigNum: json.WriteStringValue(BigNumText.Of(column.Bytes(row))); break;
            case TypeId.SqlNull: json.WriteNullValue(); break;
            case TypeId.Interval: WriteInterval(json, column.Values<Interval>()[row]); break;
            case TypeId.List or TypeId.Array: WriteElements(json, column, row); break;
            case TypeId.Map: WritePairs(json, column, row); break;
            case TypeId.Struct: WriteStruct(json, column, row); break;
            case TypeId.Variant: VariantJson.Write(json, VariantReader.Read(column, row)); break;
            case TypeId.Union: WriteUnion(json, column, row); break;
            default: WriteScalar(json, column, row); break;
        }
    }

    static void WriteScalar(Utf8JsonWriter json, ColumnVector column, int row)
    {
        Span<byte> text = stackalloc byte[ScalarText.MaxLength];
        text = text[..ScalarText.Write(column, row, text)];
        if (ScalarText.IsNumber(column.Type.Id) && ScalarText.IsExactJsonNumber(column, row)) json.WriteRawValue(text, skipInputValidation: true);
        else json.WriteStringValue(text);
    }

    static void WriteHex(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        const int OnStack = 256;
        if (bytes.Length > OnStack)
        {
            json.WriteStringValue(Convert.ToHexStringLower(bytes));
            return;
        }
        Span<byte> text = stackalloc byte[OnStack * 2];
        _ = Convert.TryToHexStringLower(bytes, text, out var length);
        json.WriteStringValue(text[..length]);
    }

    static void WriteInterval(Utf8JsonWriter json, Interval value)
    {
        json.WriteStartObject();
        json.WriteNumber("months"u8, value.Months);
        json.WriteNumber("days"u8, value.Days);
        if (Math.Abs((double)value.Micros) <= 1L << 53) json.WriteNumber("micros"u8, value.Micros);
        else json.WriteString("micros"u8, value.Micros.ToString());
        json.WriteEndObject();
    }

    static void WriteElements(Utf8JsonWriter json, ColumnVector column, int row)
    {
        var (offset, length) = column.Entry(row);
        json.WriteStartArray();
        for (var i = 0; i < length; i++) Write(json, column.Child(0), offset + i);
        json.WriteEndArray();
    }

    static void WritePairs(Utf8JsonWriter json, ColumnVector column, int row)
    {
        var (offset, length) = column.Entry(row);
        json.WriteStartArray();
        for (var i = 0; i < length; i++)
        {
            json.WriteStartArray();
            Write(json, column.Child(0), offset + i);
            Write(json, column.Child(1), offset + i);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    /// <summary>A struct is an object; a row without names is a list.</summary>
    static void WriteStruct(Utf8JsonWriter json, ColumnVector column, int row)
    {
        var fields = column.Type.Fields;
        var isUnnamed = !fields.IsEmpty && fields.All(f => f.Name.Length == 0);
        if (isUnnamed) json.WriteStartArray();
        else json.WriteStartObject();
        for (var i = 0; i < fields.Length; i++)
        {
            if (!isUnnamed) json.WritePropertyName(fields[i].Name);
            Write(json, column.Child(i), row);
        }
        if (isUnnamed) json.WriteEndArray();
        else json.WriteEndObject();
    }

    static void WriteUnion(Utf8JsonWriter json, ColumnVector column, int row)
    {
        var tag = column.UnionTag(row);
        json.WriteStartObject();
        json.WritePropertyName(column.Type.Fields[tag].Name);
        Write(json, column.Child(tag), row);
        json.WriteEndObject();
    }
}
