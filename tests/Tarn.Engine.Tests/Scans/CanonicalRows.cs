using System.Globalization;
using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Results;
using Tarn.Engine.Results.Variants;
using Tarn.Iceberg.Types;
using TemporalText = Tarn.Engine.Results.TemporalText;

namespace Tarn.Engine.Tests.Scans;

/// <summary>Rows in the canonical form of the golden tables (their README says it), sorted as there.</summary>
static class CanonicalRows
{
    public static void Add(List<string> rows, ResultBatch batch, IReadOnlyList<NestedField> fields)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            var members = fields.Select((f, i) => $"{Quote(f.Name)}:{Text(f.Type, ColumnValue.Read(batch.Column(i), row))}");
            rows.Add($"{{{string.Join(',', members)}}}");
        }
    }

    public static IEnumerable<string> Sorted(IEnumerable<string> rows) =>
        rows.Select(r => (Row: r, Bytes: Encoding.UTF8.GetBytes(r))).OrderBy(r => r.Bytes, ByBytes.Instance).Select(r => r.Row);

    static string Text(IcebergType type, object? value)
    {
        if (value is null || type.Kind is TypeKind.Unknown) return "null";
        switch (type)
        {
            case StructType s:
                var parts = (object?[])value;
                return $"{{{string.Join(',', s.Fields.Select((f, i) => $"{Quote(f.Name)}:{Text(f.Type, parts[i])}"))}}}";
            case ListType l:
                return $"[{string.Join(',', ((object?[])value).Select(v => Text(l.Element.Type, v)))}]";
            case MapType m:
                var pairs = ((KeyValuePair<object?, object?>[])value).Select(p => (Key: Text(m.Key.Type, p.Key), Value: Text(m.Value.Type, p.Value)));
                return $"[{string.Join(',', pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"[{p.Key},{p.Value}]"))}]";
            default:
                return value is VariantValue variant ? Variant(variant) : Primitive(type, value);
        }
    }

    /// <summary>The physical type of each value, as Iceberg names it.</summary>
    static string Variant(VariantValue value) => value.Kind switch
    {
        VariantKind.Null => "{\"null\":null}",
        VariantKind.Object => $"{{\"object\":{{{string.Join(',', value.Members.Select(m => $"{Quote(m.Key)}:{Variant(m.Value)}"))}}}}}",
        VariantKind.Array => $"{{\"array\":[{string.Join(',', value.Elements.Select(Variant))}]}}",
        VariantKind.True => "{\"boolean_true\":true}",
        VariantKind.False => "{\"boolean_false\":false}",
        VariantKind.Int8 => Typed("int8", IcebergType.Int, (int)(sbyte)value.Value!),
        VariantKind.Int16 => Typed("int16", IcebergType.Int, (int)(short)value.Value!),
        VariantKind.Int32 => Typed("int32", IcebergType.Int, value.Value!),
        VariantKind.Int64 => Typed("int64", IcebergType.Long, value.Value!),
        VariantKind.Float => Typed("float", IcebergType.Float, value.Value!),
        VariantKind.Double => Typed("double", IcebergType.Double, value.Value!),
        VariantKind.Decimal => Typed(((DecimalValue)value.Value!).Width switch { <= 9 => "decimal4", <= 18 => "decimal8", _ => "decimal16" }, IcebergType.String, value.Value!.ToString()!),
        VariantKind.Varchar => Typed("string", IcebergType.String, value.Value!),
        VariantKind.Blob => Typed("binary", IcebergType.Binary, value.Value!),
        VariantKind.Uuid => Typed("uuid", IcebergType.Uuid, value.Value!),
        VariantKind.Date => Typed("date", IcebergType.Date, value.Value!),
        VariantKind.TimeMicros => Typed("time", IcebergType.Time, value.Value!),
        VariantKind.TimestampMicros => Typed("timestampntz", IcebergType.Timestamp, value.Value!),
        VariantKind.TimestampMicrosTz => Typed("timestamptz", IcebergType.Timestamptz, value.Value!),
        VariantKind.TimestampNanos => Typed("timestampntz_nanos", IcebergType.TimestampNs, value.Value!),
        VariantKind.TimestampNanosTz => Typed("timestamptz_nanos", IcebergType.TimestamptzNs, value.Value!),
        _ => $"{{\"{value.Kind}\":?}}",
    };

    static string Typed(string name, IcebergType type, object value) => $"{{{Quote(name)}:{Primitive(type, value)}}}";

    static string Primitive(IcebergType type, object value)
    {
        Span<byte> utf8 = stackalloc byte[TemporalText.MaxLength];
        return type.Kind switch
        {
            TypeKind.Boolean => (bool)value ? "true" : "false",
            TypeKind.Int => ((int)value).ToString(CultureInfo.InvariantCulture),
            TypeKind.Long => (long)value is >= -(1L << 53) and <= 1L << 53 ? $"{value}" : $"\"{value}\"",
            TypeKind.Float => Quote(Number(((float)value).ToString("R", CultureInfo.InvariantCulture))),
            TypeKind.Double => Quote(Number(((double)value).ToString("R", CultureInfo.InvariantCulture))),
            TypeKind.Date => Quote(Encoding.ASCII.GetString(utf8[..TemporalText.Date((int)value, utf8)])),
            TypeKind.Time => Quote(Encoding.ASCII.GetString(utf8[..TemporalText.Time((long)value, utf8)])),
            TypeKind.Timestamp or TypeKind.Timestamptz =>
                Quote(Encoding.ASCII.GetString(utf8[..TemporalText.Timestamp((long)value, type.Kind is TypeKind.Timestamptz, utf8)])),
            TypeKind.TimestampNs => Quote(Nanos((long)value)),
            TypeKind.TimestamptzNs => Quote(Nanos((long)value) + "+00:00"),
            TypeKind.Binary or TypeKind.Fixed or TypeKind.Geometry or TypeKind.Geography => Quote(Convert.ToHexStringLower((byte[])value)),
            _ => Quote(value.ToString()!),
        };
    }

    /// <summary>The last nanosecond of 64 bits is infinity for the executor and a time for Iceberg.</summary>
    static string Nanos(long value)
    {
        if (value == long.MaxValue) return "2262-04-11T23:47:16.854775807";
        Span<byte> utf8 = stackalloc byte[TemporalText.MaxLength];
        return Encoding.ASCII.GetString(utf8[..TemporalText.TimestampNanos(value, utf8)]);
    }

    /// <summary>The layout of ECMAScript: exponents from 21 and below -6, with a sign.</summary>
    static string Number(string text)
    {
        if (text is "NaN" or "Infinity" or "-Infinity") return text;
        if (text == "-0") return "-0.0";
        var negative = text[0] == '-';
        var digits = negative ? text[1..] : text;
        var e = digits.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(digits[(e + 1)..], CultureInfo.InvariantCulture);
        if (e >= 0) digits = digits[..e];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? digits.Length : point) + exponent;
        digits = digits.Replace(".", "", StringComparison.Ordinal);
        var trimmed = digits.TrimStart('0');
        whole -= digits.Length - trimmed.Length;
        digits = trimmed.TrimEnd('0');
        if (digits.Length == 0) return "0";
        return (negative ? "-" : "") + Layout(digits, whole);
    }

    static string Layout(string digits, int whole)
    {
        if (whole > 21 || whole <= -6)
            return $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(whole > 0 ? "+" : "-")}{Math.Abs(whole - 1)}";
        if (whole <= 0) return "0." + new string('0', -whole) + digits;
        return whole >= digits.Length ? digits.PadRight(whole, '0') : $"{digits[..whole]}.{digits[whole..]}";
    }

    static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append($"\\u00{(int)c:x2}"),
                _ => quoted.Append(c),
            };
        return quoted.Append('"').ToString();
    }

    sealed class ByBytes : IComparer<byte[]>
    {
        public static ByBytes Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
