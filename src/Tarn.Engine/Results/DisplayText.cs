using System.Text;
using Tarn.Engine.Native;
using Tarn.Engine.Results.Variants;

namespace Tarn.Engine.Results;

/// <summary>Values as people read them: trailing zeros of fractions cut, nested values in brackets, control characters made visible.</summary>
public static class DisplayText
{
    /// <summary>The text of a value; null for null.</summary>
    public static string? Of(ColumnVector column, int row)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.IsNull(row) ? null : Value(column, row);
    }

    static string Value(ColumnVector column, int row) => column.Type.Id switch
    {
        TypeId.Varchar => Visible(column.Text(row)),
        TypeId.Enum => Visible(ColumnValue.EnumText(column, row)),
        TypeId.Bit => ColumnValue.BitText(column.Bytes(row)),
        TypeId.BigNum => BigNumText.Of(column.Bytes(row)),
        TypeId.Blob or TypeId.Geometry => "0x" + Convert.ToHexStringLower(column.Bytes(row)),
        TypeId.Interval => IntervalText(column.Values<Interval>()[row]),
        TypeId.List or TypeId.Array => $"[{string.Join(", ", Range(column, row).Select(i => Part(column.Child(0), i)))}]",
        TypeId.Map => $"{{{string.Join(", ", Range(column, row).Select(i => $"{Part(column.Child(0), i)}: {Part(column.Child(1), i)}"))}}}",
        TypeId.Struct => $"{{{string.Join(", ", column.Type.Fields.Select((f, i) => $"{f.Name}: {Part(column.Child(i), row)}"))}}}",
        TypeId.Variant => Visible(VariantReader.Read(column, row).ToString()),
        TypeId.Union => Part(column.Child(column.UnionTag(row)), row),
        TypeId.Timestamp or TypeId.TimestampTz or TypeId.TimestampS or TypeId.TimestampMs or TypeId.TimestampNs or TypeId.Time or TypeId.TimeNs =>
            Trim(Scalar(column, row).Replace('T', ' ')),
        _ => Scalar(column, row),
    };

    static string Part(ColumnVector column, int row) => column.IsNull(row) ? "NULL" : Value(column, row);

    static IEnumerable<int> Range(ColumnVector column, int row)
    {
        var (offset, length) = column.Entry(row);
        return Enumerable.Range(offset, length);
    }

    static string Scalar(ColumnVector column, int row)
    {
        Span<byte> text = stackalloc byte[ScalarText.MaxLength];
        return Encoding.ASCII.GetString(text[..ScalarText.Write(column, row, text)]);
    }

    static string Trim(string text)
    {
        var zone = text.EndsWith("+00:00", StringComparison.Ordinal) ? "+00" : "";
        var body = zone.Length > 0 ? text[..^6] : text;
        return (body.Contains('.', StringComparison.Ordinal) ? body.TrimEnd('0').TrimEnd('.') : body) + zone;
    }

    static string IntervalText(Interval value)
    {
        var parts = new List<string>();
        Add(parts, value.Months / 12, "year");
        Add(parts, value.Months % 12, "month");
        Add(parts, value.Days, "day");
        if (value.Micros != 0 || parts.Count == 0)
        {
            Span<byte> time = stackalloc byte[TemporalText.MaxLength];
            var magnitude = Math.Abs(value.Micros);
            var text = Trim(Encoding.ASCII.GetString(time[..TemporalText.Time(magnitude, time)]));
            parts.Add(value.Micros < 0 ? "-" + text : text);
        }
        return string.Join(' ', parts);
    }

    static void Add(List<string> parts, int count, string unit)
    {
        if (count != 0) parts.Add($"{count} {unit}{(Math.Abs(count) == 1 ? "" : "s")}");
    }

    static string Visible(string text)
    {
        if (!text.Any(char.IsControl)) return text;
        var visible = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' => visible.Append("\\n"),
                '\r' => visible.Append("\\r"),
                '\t' => visible.Append("\\t"),
                _ when char.IsControl(c) => visible.Append($"\\x{(int)c:x2}"),
                _ => visible.Append(c),
            };
        }
        return visible.ToString();
    }
}
