using System.Globalization;

namespace Tarn.Iceberg.Values;

/// <summary>ISO 8601 text of dates, times and timestamps over the whole range of their integers (years below 1 and above 9999 included).</summary>
public static class TemporalText
{
    public const long MicrosPerDay = 86_400_000_000L;
    public const long NanosPerDay = 86_400_000_000_000L;

    /// <summary>Days since 1970-01-01 as <c>2017-11-16</c>.</summary>
    public static string Date(int days)
    {
        var (year, month, day) = ToCivil(days);
        return $"{Year(year)}-{month:D2}-{day:D2}";
    }

    /// <summary>Microseconds since midnight as <c>22:31:08.123456</c>, the fraction as long as needed.</summary>
    public static string Time(long micros) => Clock(micros / 1_000_000, micros % 1_000_000 * 1000);

    /// <summary>Microseconds since 1970 as <c>2017-11-16T22:31:08.123456</c>, with <c>+00:00</c> where <paramref name="withZone"/>.</summary>
    public static string Timestamp(long micros, bool withZone)
    {
        var days = FloorDiv(micros, MicrosPerDay);
        return $"{Date((int)days)}T{Time(micros - days * MicrosPerDay)}{(withZone ? "+00:00" : "")}";
    }

    /// <summary>Nanoseconds since 1970 as <c>2017-11-16T22:31:08.123456789</c>, with <c>+00:00</c> where <paramref name="withZone"/>.</summary>
    public static string TimestampNs(long nanos, bool withZone)
    {
        var days = FloorDiv(nanos, NanosPerDay);
        var rest = nanos - days * NanosPerDay;
        return $"{Date((int)days)}T{Clock(rest / 1_000_000_000, rest % 1_000_000_000)}{(withZone ? "+00:00" : "")}";
    }

    public static bool TryParseDate(ReadOnlySpan<char> text, out int days)
    {
        days = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var body = text.Length > 0 && text[0] is '-' or '+' ? text[1..] : text;
        var dash = body.IndexOf('-');
        if (dash < 4 || body.Length != dash + 6 || body[dash + 3] != '-') return false;
        if (!Digits(body[..dash], out var year) || !Digits(body.Slice(dash + 1, 2), out var month) || !Digits(body.Slice(dash + 4, 2), out var day)) return false;
        if (year > 5_881_580 || month is < 1 or > 12 || day < 1) return false;
        var count = FromCivil(negative ? -year : year, month, day);
        if (ToCivil(count) != (negative ? -year : year, month, day)) return false;
        days = (int)count;
        return count == days;
    }

    /// <summary>Nanoseconds since midnight of <c>HH:mm[:ss[.fraction]]</c>.</summary>
    public static bool TryParseTime(ReadOnlySpan<char> text, out long nanos)
    {
        nanos = 0;
        if (text.Length < 5 || text[2] != ':' || !Digits(text[..2], out var hour) || !Digits(text.Slice(3, 2), out var minute)) return false;
        var second = 0;
        var fraction = 0L;
        if (text.Length > 5)
        {
            if (text.Length < 8 || text[5] != ':' || !Digits(text.Slice(6, 2), out second)) return false;
            if (text.Length > 8 && (text[8] != '.' || !Fraction(text[9..], out fraction))) return false;
        }
        if (hour > 23 || minute > 59 || second > 59) return false;
        nanos = ((hour * 60L + minute) * 60 + second) * 1_000_000_000 + fraction;
        return true;
    }

    /// <summary>Days and nanoseconds of the day of a timestamp; a zone offset, where present, is taken off.</summary>
    public static bool TryParseTimestamp(ReadOnlySpan<char> text, out int days, out long nanosOfDay, out bool hasZone)
    {
        (days, nanosOfDay, hasZone) = (0, 0, false);
        var separator = text.IndexOfAny('T', ' ');
        if (separator < 0 || !TryParseDate(text[..separator], out days)) return false;
        var clock = text[(separator + 1)..];
        var zoneAt = clock.IndexOfAny('Z', '+', '-');
        var offset = 0L;
        hasZone = zoneAt >= 0;
        if (hasZone && !Offset(clock[zoneAt..], out offset)) return false;
        if (!TryParseTime(hasZone ? clock[..zoneAt] : clock, out nanosOfDay)) return false;
        var shifted = nanosOfDay - offset;
        var carry = FloorDiv(shifted, NanosPerDay);
        days += (int)carry;
        nanosOfDay = shifted - carry * NanosPerDay;
        return true;
    }

    internal static long FloorDiv(long value, long divisor)
    {
        var quotient = Math.DivRem(value, divisor, out var remainder);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Days since 1970 to the proleptic Gregorian calendar, by 400-year eras.</summary>
    internal static (int Year, int Month, int Day) ToCivil(long days)
    {
        var shifted = days + 719_468;
        var era = FloorDiv(shifted, 146_097);
        var dayOfEra = shifted - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var shiftedMonth = (5 * dayOfYear + 2) / 153;
        var month = (int)(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
        return ((int)(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month, (int)(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1));
    }

    internal static long FromCivil(int year, int month, int day)
    {
        long shiftedYear = month <= 2 ? year - 1 : year;
        var era = FloorDiv(shiftedYear, 400);
        var yearOfEra = shiftedYear - era * 400;
        var dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    internal static string Year(int year) => year switch
    {
        > 9999 => $"+{year}",
        >= 0 => year.ToString("D4", CultureInfo.InvariantCulture),
        _ => $"-{-(long)year:D4}",
    };

    static string Clock(long seconds, long nanos)
    {
        var clock = $"{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}";
        return nanos == 0 ? clock : $"{clock}.{nanos.ToString("D9", CultureInfo.InvariantCulture).AsSpan().TrimEnd('0')}";
    }

    static bool Offset(ReadOnlySpan<char> text, out long nanos)
    {
        nanos = 0;
        if (text is "Z") return true;
        if (text.Length is not (3 or 6) || !Digits(text.Slice(1, 2), out var hours)) return false;
        var minutes = 0;
        if (text.Length == 6 && (text[3] != ':' || !Digits(text[4..], out minutes))) return false;
        nanos = (hours * 60L + minutes) * 60_000_000_000L * (text[0] == '-' ? -1 : 1);
        return hours <= 18 && minutes < 60;
    }

    static bool Digits(ReadOnlySpan<char> text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    static bool Fraction(ReadOnlySpan<char> text, out long nanos)
    {
        nanos = 0;
        if (text.Length is 0 or > 9 || !Digits(text, out var digits)) return false;
        nanos = digits;
        for (var i = text.Length; i < 9; i++) nanos *= 10;
        return true;
    }
}
