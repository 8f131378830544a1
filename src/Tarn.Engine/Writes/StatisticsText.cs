using System.Globalization;
using System.Numerics;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Engine.Writes;

/// <summary>The executor's texts of values, in statistics and partition keys, to the table format's memory form.</summary>
static class StatisticsText
{
    const long MicrosPerSecond = 1_000_000;
    const long MicrosPerDay = 86_400 * MicrosPerSecond;

    /// <summary>The value; null where the text is one that this library cannot hold (infinite times, years before 1).</summary>
    public static object? Parse(IcebergType type, string text) => type.Kind switch
    {
        TypeKind.Boolean => text is "1" or "true",
        TypeKind.Int => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        TypeKind.Long => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        TypeKind.Float => (float)Floating(text),
        TypeKind.Double => Floating(text),
        TypeKind.Decimal => IcebergDecimal.Parse(text).WithScale(((DecimalType)type).Scale),
        TypeKind.Date => Days(text),
        TypeKind.Time => TimeMicros(text),
        TypeKind.Timestamp or TypeKind.Timestamptz => Micros(text),
        TypeKind.TimestampNs or TypeKind.TimestamptzNs => Nanos(text),
        TypeKind.String => text,
        TypeKind.Uuid => Guid.Parse(text),
        _ => null,
    };

    static double Floating(string text) => text.ToLowerInvariant() switch
    {
        "nan" or "-nan" => double.NaN,
        "inf" or "infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    static int? Days(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
        : null;

    static long TimeMicros(string text)
    {
        var seconds = (int.Parse(text.AsSpan(0, 2), CultureInfo.InvariantCulture) * 3600L) + (int.Parse(text.AsSpan(3, 2), CultureInfo.InvariantCulture) * 60)
            + int.Parse(text.AsSpan(6, 2), CultureInfo.InvariantCulture);
        return (seconds * MicrosPerSecond) + (Fraction(text[8..]) / 1000);
    }

    static long? Micros(string text) => Split(text) is { } parts ? (parts.Days * MicrosPerDay) + TimeMicros(parts.Time) : null;

    static long? Nanos(string text)
    {
        if (Split(text) is not { } parts) return null;
        var nanos = (((BigInteger)parts.Days * MicrosPerDay) + (TimeMicros(parts.Time[..8]))) * 1000 + Fraction(parts.Time[8..]);
        return nanos >= long.MinValue && nanos <= long.MaxValue ? (long)nanos : null;
    }

    /// <summary><c>2024-01-01 00:00:00.5</c>, with <c>+00</c> where the type has a zone.</summary>
    static (long Days, string Time)? Split(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || Days(text[..space]) is not { } days) return null;
        var time = text[(space + 1)..];
        var zone = time.IndexOf('+', StringComparison.Ordinal);
        if (zone >= 0 && time[zone..] is not ("+00" or "+00:00")) return null;
        time = zone < 0 ? time : time[..zone];
        return time.Length >= 8 && time[2] == ':' ? (days, time) : null;
    }

    /// <summary>Nanoseconds of <c>.5</c>.</summary>
    static long Fraction(string text) => text.Length < 2 ? 0 : long.Parse(text[1..].PadRight(9, '0')[..9], CultureInfo.InvariantCulture);
}
