using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Tarn.Ingest.Typing;

/// <summary>Reads text as a typed value only where nothing is lost by it.</summary>
/// <remarks>
/// The executor's own casts round silently (<c>'2.5'</c> becomes the integer 3, a timestamp's zone is dropped, <c>'2.555'</c> becomes 2.56 in a DECIMAL(10,2)): right for a
/// query that asks for a cast, wrong for data that nobody looks at on its way in. Blanks around a value are allowed, nothing else is.
/// </remarks>
static class StrictText
{

    /// <summary>Days from 0000-03-01 to 1970-01-01.</summary>
    const int DaysFromMarchOfYear0 = 719468;
    const long MicrosPerDay = 86_400_000_000;

    /// <summary>So many decimal digits are never more than 64 bits.</summary>
    const int DigitsThatFit = 18;

    public static bool TryBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        text = Trimmed(text);
        value = text.Length == 4;
        return Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "false"u8);
    }

    /// <summary>Decimal digits with an optional sign. A leading zero makes it an identifier (<c>007</c>), which a number would lose.</summary>
    public static bool TryLong(ReadOnlySpan<byte> text, out long value)
    {
        text = Trimmed(text);
        value = 0;
        if (text.IsEmpty) return false;
        var negative = text[0] == '-';
        var digits = negative || text[0] == '+' ? text[1..] : text;
        if (digits.IsEmpty || (digits[0] == '0' && digits.Length > 1)) return false;
        if (digits.Length > DigitsThatFit) return (uint)(digits[0] - '0') <= 9 && Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
        foreach (var c in digits)
        {
            var digit = (uint)(c - '0');
            if (digit > 9) return false;
            value = (value * 10) + digit;
        }
        if (negative) value = -value;
        return true;
    }

    /// <summary>A decimal number, with or without exponent. Words (<c>nan</c>, <c>inf</c>) are text unless the column is declared.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> text, out double value)
    {
        text = Trimmed(text);
        value = 0;
        if (text.Length == 0 || text[^1] is not (>= (byte)'0' and <= (byte)'9' or (byte)'.')) return false;
        var first = text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        if (first == text.Length || text[first] is not (>= (byte)'0' and <= (byte)'9' or (byte)'.')) return false;
        if (text[first] == '0' && first + 1 < text.Length && text[first + 1] is >= (byte)'0' and <= (byte)'9') return false;
        return TryShortDouble(text, out value)
            || double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>
    /// Digits and a point that make an integer up to 2^53 and a power of ten up to 10^22: both are doubles, and so their quotient is rounded once, rightly (W. Clinger, How to Read
    /// Floating Point Numbers Accurately, 1990). False says nothing about other text.
    /// </summary>
    static bool TryShortDouble(ReadOnlySpan<byte> text, out double value)
    {
        const ulong Exact = 1UL << 53;
        var (mantissa, decimals, point) = (0UL, 0, false);
        value = 0;
        var negative = text[0] == '-';
        for (var i = negative ? 1 : 0; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                if (mantissa > Exact) return false;
                if (point) decimals++;
            }
            else if (text[i] == '.' && !point)
            {
                point = true;
            }
            else
            {
                return false;
            }
        }
        if (decimals >= PowersOfTen.Length || text.Length == (point ? 1 : 0) + (negative ? 1 : 0)) return false;
        value = mantissa / PowersOfTen[decimals];
        if (negative) value = -value;
        return true;
    }

    static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>A number that has no more digits than the type, trailing zeros aside.</summary>
    /// <param name="text">Digits with an optional sign and point; no exponent.</param>
    /// <param name="precision">1 to 38.</param>
    /// <param name="scale">Digits after the point in <paramref name="unscaled"/>.</param>
    /// <param name="unscaled">The value times ten to the power of <paramref name="scale"/>.</param>
    public static bool TryDecimal(ReadOnlySpan<byte> text, int precision, int scale, out Int128 unscaled)
    {
        text = Trimmed(text);
        unscaled = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+') text = text[1..];
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..].TrimEnd((byte)'0');
        if (whole.Length + (point < 0 ? 0 : text.Length - point - 1) == 0 || fraction.Length > scale) return false;
        if (whole.TrimStart((byte)'0').Length > precision - scale) return false;
        return Append(whole, ref unscaled) && Append(fraction, ref unscaled) && Finish(scale - fraction.Length, negative, ref unscaled);
    }

    /// <summary><c>yyyy-MM-dd</c>, as days since 1970-01-01.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out int days)
    {
        text = Trimmed(text);
        days = 0;
        return text.Length == 10 && text[4] == '-' && text[7] == '-'
            && Four(text, out var year) && Two(text[5..], out var month) && Two(text[8..], out var day)
            && year > 0 && month is > 0 and <= 12 && day > 0 && (day <= 28 || day <= DateTime.DaysInMonth(year, month))
            && DaysOf(year, month, day, out days);
    }

    /// <summary>Days since 1970-01-01 of a date that exists: whole years with their leap days, and the months of a year that begins in March.</summary>
    static bool DaysOf(int year, int month, int day, out int days)
    {
        var (years, months) = month > 2 ? (year, month - 3) : (year - 1, month + 9);
        days = (years * 365) + (years / 4) - (years / 100) + (years / 400) + (((153 * months) + 2) / 5) + day - 1 - DaysFromMarchOfYear0;
        return true;
    }

    /// <summary>A date, or a date and a time of day without zone, as microseconds since 1970-01-01.</summary>
    public static bool TryTimestamp(ReadOnlySpan<byte> text, out long micros)
    {
        text = Trimmed(text);
        if (TryDate(text, out var days))
        {
            micros = days * MicrosPerDay;
            return true;
        }

        return TryDateAndTime(text, out micros, out var rest) && rest.Length == 0;
    }

    /// <summary>A date and a time of day with <c>Z</c> or an offset, as microseconds since 1970-01-01 UTC.</summary>
    public static bool TryTimestampTz(ReadOnlySpan<byte> text, out long micros)
    {
        if (!TryDateAndTime(Trimmed(text), out micros, out var zone) || !TryOffset(zone.TrimStart((byte)' '), out var minutes)) return false;
        micros -= minutes * 60_000_000L;
        return true;
    }

    /// <summary>The narrowest kind that reads this text; empty text is no value, and digits beyond 64 bits are text, since a double would round them.</summary>
    public static ValueKind KindOf(ReadOnlySpan<byte> text)
    {
        var trimmed = Trimmed(text);
        if (trimmed.Length == 0) return text.Length == 0 ? ValueKind.None : ValueKind.Text;
        if (trimmed[0] is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'+' or (byte)'.')
        {
            if (TryLong(trimmed, out _)) return ValueKind.Long;
            if (TryDouble(trimmed, out _)) return trimmed.ContainsAny((byte)'.', (byte)'e', (byte)'E') ? ValueKind.Double : ValueKind.Text;
            if (TryDate(trimmed, out _)) return ValueKind.Date;
            if (TryTimestamp(trimmed, out _)) return ValueKind.Timestamp;
            return TryTimestampTz(trimmed, out _) ? ValueKind.TimestampTz : ValueKind.Text;
        }

        return TryBoolean(trimmed, out _) ? ValueKind.Boolean : ValueKind.Text;
    }

    /// <summary>Whether the text reads as the type without loss.</summary>
    public static bool Fits(ReadOnlySpan<byte> text, ValueType type) => type.Kind switch
    {
        ValueKind.Boolean => TryBoolean(text, out _),
        ValueKind.Long => TryLong(text, out _),
        ValueKind.Double => TryDouble(text, out _),
        ValueKind.Decimal => TryDecimal(text, type.Precision, type.Scale, out _),
        ValueKind.Date => TryDate(text, out _),
        ValueKind.Timestamp => TryTimestamp(text, out _),
        ValueKind.TimestampTz => TryTimestampTz(text, out _),
        _ => true,
    };

    static bool TryDateAndTime(ReadOnlySpan<byte> text, out long micros, out ReadOnlySpan<byte> rest)
    {
        micros = 0;
        rest = default;
        if (text.Length < 16 || text[10] is not ((byte)' ' or (byte)'T') || text[13] != ':') return false;
        if (!TryDate(text[..10], out var days) || !Two(text[11..], out var hour) || !Two(text[14..], out var minute)) return false;
        var (second, at) = (0, 16);
        if (text.Length >= 19 && text[16] == ':')
        {
            if (!Two(text[17..], out second)) return false;
            at = 19;
        }

        if (hour > 23 || minute > 59 || second > 59) return false;
        micros = days * MicrosPerDay + ((hour * 60L + minute) * 60 + second) * 1_000_000;
        if (at == 19 && !TryFraction(text, ref at, ref micros)) return false;
        rest = text[at..];
        return true;
    }

    /// <summary>Up to six digits; further ones only if they are zeros, since they would be cut.</summary>
    static bool TryFraction(ReadOnlySpan<byte> text, ref int at, ref long micros)
    {
        if (at >= text.Length || text[at] is not ((byte)'.' or (byte)',')) return true;
        var (start, scale) = (++at, 100_000L);
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++, scale /= 10)
        {
            if (scale == 0 && text[at] != '0') return false;
            micros += (text[at] - '0') * scale;
        }

        return at > start;
    }

    /// <summary><c>Z</c>, <c>UTC</c>, <c>+hh</c>, <c>+hhmm</c> or <c>+hh:mm</c>, as minutes east of UTC.</summary>
    static bool TryOffset(ReadOnlySpan<byte> zone, out int minutes)
    {
        minutes = 0;
        if (zone.SequenceEqual("Z"u8) || zone.SequenceEqual("z"u8) || zone.SequenceEqual("UTC"u8)) return true;
        if (zone.Length < 3 || zone[0] is not ((byte)'+' or (byte)'-') || !Two(zone[1..], out var hours)) return false;
        var tail = zone[3..];
        if (tail.Length > 0 && tail[0] == ':') tail = tail[1..];
        var extra = 0;
        if (zone.Length > 3 && (tail.Length != 2 || !Two(tail, out extra))) return false;
        if (hours > 18 || extra > 59) return false;
        minutes = (hours * 60 + extra) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    /// <summary>The first two bytes, where both are digits.</summary>
    static bool Two(ReadOnlySpan<byte> text, out int value)
    {
        var (tens, ones) = ((uint)(text[0] - '0'), (uint)(text[1] - '0'));
        value = (int)((tens * 10) + ones);
        return tens <= 9 && ones <= 9;
    }

    static bool Four(ReadOnlySpan<byte> text, out int value)
    {
        var both = Two(text, out var hundreds) & Two(text[2..], out var ones);
        value = (hundreds * 100) + ones;
        return both;
    }

    /// <summary>Most values have no blanks around: a look at both ends is all that they cost.</summary>
    static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) =>
        text.Length > 0 && (text[0] == ' ' || text[^1] == ' ') ? text.Trim((byte)' ') : text;

    static bool Append(ReadOnlySpan<byte> digits, ref Int128 value)
    {
        foreach (var c in digits)
        {
            if ((uint)(c - '0') > 9) return false;
            value = value * 10 + (c - '0');
        }

        return true;
    }

    static bool Finish(int zeros, bool negative, ref Int128 value)
    {
        for (; zeros > 0; zeros--) value *= 10;
        if (negative) value = -value;
        return true;
    }
}
