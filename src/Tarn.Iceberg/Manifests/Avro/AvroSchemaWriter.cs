using System.Text;
using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Manifests.Avro;

/// <summary>The Avro schema of an Iceberg type, with field ids. Spec: Appendix A, "Avro".</summary>
internal sealed class AvroSchemaWriter
{
    readonly Utf8JsonWriter _writer;
    readonly HashSet<string> _names = new(StringComparer.Ordinal);

    AvroSchemaWriter(Utf8JsonWriter writer) => _writer = writer;

    public static string Write(StructType type, string name) => JsonText.ToText(writer => new AvroSchemaWriter(writer).WriteRecord(type, name));

    void WriteRecord(StructType type, string name)
    {
        if (!Declare(name)) return;
        _writer.WriteStartObject();
        _writer.WriteString("type", "record");
        _writer.WriteString("name", name);
        _writer.WriteStartArray("fields");
        foreach (var field in type.Fields) WriteField(field);
        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    void WriteField(NestedField field)
    {
        var name = CompatibleName(field.Name);
        _writer.WriteStartObject();
        _writer.WriteString("name", name);
        _writer.WritePropertyName("type");
        WriteOptional(field);
        if (field.Doc is not null) _writer.WriteString("doc", field.Doc);
        if (field.IsOptional) _writer.WriteNull("default");
        if (name != field.Name) _writer.WriteString("iceberg-field-name", field.Name);
        _writer.WriteNumber("field-id", field.Id);
        _writer.WriteEndObject();
    }

    void WriteOptional(NestedField field)
    {
        // A union of null with null is not legal: an unknown column is plain null.
        if (field.Required || field.Type.Kind == TypeKind.Unknown)
        {
            WriteType(field.Type, field.Id);
            return;
        }
        _writer.WriteStartArray();
        _writer.WriteStringValue("null");
        WriteType(field.Type, field.Id);
        _writer.WriteEndArray();
    }

    void WriteType(IcebergType type, int id)
    {
        switch (type)
        {
            case StructType nested:
                WriteRecord(nested, $"r{id}");
                break;
            case ListType list:
                _writer.WriteStartObject();
                _writer.WriteString("type", "array");
                _writer.WritePropertyName("items");
                WriteOptional(list.Element);
                _writer.WriteNumber("element-id", list.Element.Id);
                _writer.WriteEndObject();
                break;
            case MapType map when map.Key.Type.Kind == TypeKind.String:
                _writer.WriteStartObject();
                _writer.WriteString("type", "map");
                _writer.WritePropertyName("values");
                WriteOptional(map.Value);
                _writer.WriteNumber("key-id", map.Key.Id);
                _writer.WriteNumber("value-id", map.Value.Id);
                _writer.WriteEndObject();
                break;
            case MapType map:
                _writer.WriteStartObject();
                _writer.WriteString("type", "array");
                _writer.WritePropertyName("items");
                WriteRecord(new StructType(map.Key, map.Value), $"k{map.Key.Id}_v{map.Value.Id}");
                _writer.WriteString("logicalType", "map");
                _writer.WriteEndObject();
                break;
            case VariantType:
                WriteVariant($"r{id}");
                break;
            default:
                WritePrimitive(type);
                break;
        }
    }

    void WriteVariant(string name)
    {
        _writer.WriteStartObject();
        _writer.WriteString("type", "record");
        _writer.WriteString("name", name);
        _writer.WriteStartArray("fields");
        foreach (var part in (ReadOnlySpan<string>)["metadata", "value"])
        {
            _writer.WriteStartObject();
            _writer.WriteString("name", part);
            _writer.WriteString("type", "bytes");
            _writer.WriteEndObject();
        }
        _writer.WriteEndArray();
        _writer.WriteString("logicalType", "variant");
        _writer.WriteEndObject();
    }

    void WritePrimitive(IcebergType type)
    {
        switch (type.Kind)
        {
            case TypeKind.Unknown: _writer.WriteStringValue("null"); break;
            case TypeKind.Binary or TypeKind.Geometry or TypeKind.Geography: _writer.WriteStringValue("bytes"); break;
            case TypeKind.Date: WriteLogical("int", "date", null); break;
            case TypeKind.Time: WriteLogical("long", "time-micros", null); break;
            case TypeKind.Timestamp: WriteLogical("long", "timestamp-micros", false); break;
            case TypeKind.Timestamptz: WriteLogical("long", "timestamp-micros", true); break;
            case TypeKind.TimestampNs: WriteLogical("long", "timestamp-nanos", false); break;
            case TypeKind.TimestamptzNs: WriteLogical("long", "timestamp-nanos", true); break;
            case TypeKind.Uuid: WriteFixed("uuid_fixed", 16, "uuid", null); break;
            case TypeKind.Fixed: WriteFixed($"fixed_{((FixedType)type).Length}", ((FixedType)type).Length, null, null); break;
            case TypeKind.Decimal:
                var number = (DecimalType)type;
                WriteFixed($"decimal_{number.Precision}_{number.Scale}", DecimalBytes(number.Precision), "decimal", number);
                break;
            default: _writer.WriteStringValue(type.ToString()); break;
        }
    }

    void WriteLogical(string type, string logicalType, bool? adjustToUtc)
    {
        _writer.WriteStartObject();
        _writer.WriteString("type", type);
        _writer.WriteString("logicalType", logicalType);
        if (adjustToUtc is { } adjust) _writer.WriteBoolean("adjust-to-utc", adjust);
        _writer.WriteEndObject();
    }

    void WriteFixed(string name, int size, string? logicalType, DecimalType? number)
    {
        if (!Declare(name)) return;
        _writer.WriteStartObject();
        _writer.WriteString("type", "fixed");
        _writer.WriteString("name", name);
        _writer.WriteNumber("size", size);
        if (logicalType is not null) _writer.WriteString("logicalType", logicalType);
        if (number is not null)
        {
            _writer.WriteNumber("precision", number.Precision);
            _writer.WriteNumber("scale", number.Scale);
        }
        _writer.WriteEndObject();
    }

    /// <summary>A type is defined where its name is met first and only named after that; false in the second case.</summary>
    bool Declare(string name)
    {
        if (_names.Add(name)) return true;
        _writer.WriteStringValue(name);
        return false;
    }

    /// <summary>The fewest bytes that hold every unscaled value of a precision (spec: <c>minBytesRequired</c>).</summary>
    internal static int DecimalBytes(int precision)
    {
        var bytes = 1;
        while ((System.Numerics.BigInteger.One << ((8 * bytes) - 1)) < System.Numerics.BigInteger.Pow(10, precision)) bytes++;
        return bytes;
    }

    /// <summary>Avro names hold letters, digits and underscores; others become <c>_x</c> and their code, as the reference writes them.</summary>
    internal static string CompatibleName(string name)
    {
        var result = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c == '_' || char.IsAsciiLetter(c) || (i > 0 && char.IsAsciiDigit(c))) result.Append(c);
            else if (char.IsAsciiDigit(c)) result.Append('_').Append(c);
            else result.Append("_x").Append(((int)c).ToString("X"));
        }
        return result.ToString();
    }
}
