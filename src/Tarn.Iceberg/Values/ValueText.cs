using System.Globalization;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Values;

/// <summary>Primitive values as text: plain for JSON and messages, and the reference's human form for partition paths.</summary>
public static class ValueText
{
    /// <summary>The text of JSON single values, without quotes.</summary>
    public static string Plain(IcebergType type, object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        string text => text,
        int days when type.Kind == TypeKind.Date => TemporalText.Date(days),
        int number => number.ToString(CultureInfo.InvariantCulture),
        long micros when type.Kind == TypeKind.Time => TemporalText.Time(micros),
        long micros when type.Kind is TypeKind.Timestamp or TypeKind.Timestamptz => TemporalText.Timestamp(micros, type.Kind == TypeKind.Timestamptz),
        long nanos when type.Kind is TypeKind.TimestampNs or TypeKind.TimestamptzNs =>
            TemporalText.TimestampNs(nanos, type.Kind == TypeKind.TimestamptzNs),
        long number => number.ToString(CultureInfo.InvariantCulture),
        float or double => FloatingText.Format(value),
        IcebergDecimal number => number.ToString(),
        Guid uuid => uuid.ToString("D"),
        byte[] bytes => Convert.ToHexString(bytes),
        _ => throw IcebergException.Invalid($"A {value.GetType().Name} is no value of type {type}"),
    };

    /// <summary>The form that the reference puts in partition paths: decimals as Java prints them, bytes in Base64, times without empty seconds.</summary>
    public static string Human(IcebergType type, object? value) => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToBase64String(bytes),
        IcebergDecimal number => number.ToScientific(),
        long micros when type.Kind == TypeKind.Time => ShortTime(micros),
        _ => Plain(type, value),
    };

    /// <summary>Reads what <see cref="Plain"/> writes; null where the text is no value of the type.</summary>
    public static object? TryParse(IcebergType type, string text) => type switch
    {
        DecimalType number => IcebergDecimal.TryParse(text, out var value) ? value.WithScale(number.Scale) : null,
        FixedType fixedType => Hex(text) is { } bytes && bytes.Length == fixedType.Length ? bytes : null,
        _ => type.Kind switch
        {
            TypeKind.Boolean => bool.TryParse(text, out var flag) ? flag : null,
            TypeKind.Int => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            TypeKind.Long => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            TypeKind.Float => Floating(text) is { } number ? (float)number : null,
            TypeKind.Double => Floating(text),
            TypeKind.String => text,
            TypeKind.Uuid => Guid.TryParseExact(text, "D", out var uuid) ? uuid : null,
            TypeKind.Binary => Hex(text),
            TypeKind.Date => TemporalText.TryParseDate(text, out var days) ? days : null,
            TypeKind.Time => TemporalText.TryParseTime(text, out var nanos) ? nanos / 1000 : null,
            TypeKind.Timestamp or TypeKind.Timestamptz => Timestamp(text, type.Kind == TypeKind.Timestamptz, TemporalText.MicrosPerDay, 1000),
            TypeKind.TimestampNs or TypeKind.TimestamptzNs => Timestamp(text, type.Kind == TypeKind.TimestamptzNs, TemporalText.NanosPerDay, 1),
            _ => null,
        },
    };

    static long? Timestamp(string text, bool withZone, long unitsPerDay, long nanosPerUnit)
    {
        if (!TemporalText.TryParseTimestamp(text, out var days, out var nanos, out var hasZone) || hasZone != withZone) return null;
        var units = (Int128)days * unitsPerDay + nanos / nanosPerUnit;
        return units >= long.MinValue && units <= long.MaxValue ? (long)units : null;
    }

    static double? Floating(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    static byte[]? Hex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    static string ShortTime(long micros)
    {
        var text = TemporalText.Time(micros);
        var point = text.IndexOf('.');
        if (point < 0) return text.EndsWith(":00", StringComparison.Ordinal) ? text[..^3] : text;
        // Java's LocalTime prints fractions in groups of three digits.
        var digits = text.Length - point - 1;
        return text.PadRight(point + 1 + (digits + 2) / 3 * 3, '0');
    }
}
