namespace Tarn.Engine.Results;

/// <summary>ISO 8601 text of the executor's dates and times, over their whole range (years −290307 to 294246; infinite values are words).</summary>
public static class TemporalText
{
    /// <summary>The most bytes that any function here writes.</summary>
    public const int MaxLength = 48;

    const long MicrosPerSecond = 1_000_000;
    const long MicrosPerDay = 86_400 * MicrosPerSecond;
    const long NanosPerDay = MicrosPerDay * 1000;

    /// <summary>DATE: <c>2024-02-29</c>.</summary>
    public static int Date(int days, Span<byte> target) => days switch
    {
        int.MaxValue => Word("infinity", target),
        -int.MaxValue => Word("-infinity", target),
        _ => WriteDate(days, target),
    };

    /// <summary>TIME in microseconds: <c>12:00:00.000000</c>.</summary>
    public static int Time(long micros, Span<byte> target) => WriteTime(micros, 6, target);

    /// <summary>TIME_NS: nine digits.</summary>
    public static int TimeNanos(long nanos, Span<byte> target) => WriteTime(nanos, 9, target);

    /// <summary>TIMETZ: the time and its offset, <c>12:00:00.000000+02:00</c>.</summary>
    public static int TimeWithZone(ulong bits, Span<byte> target)
    {
        // 40 bits of microseconds above 24 bits of 15:59:59 minus the offset in seconds, so that order by bits is order by instant.
        const int MaxOffset = (16 * 60 * 60) - 1;
        var offset = MaxOffset - (int)(bits & 0xFFFFFF);
        var at = WriteTime((long)(bits >> 24), 6, target);
        target[at++] = offset < 0 ? (byte)'-' : (byte)'+';
        var seconds = Math.Abs(offset);
        at += Digits(seconds / 3600, 2, target[at..]);
        target[at++] = (byte)':';
        at += Digits(seconds / 60 % 60, 2, target[at..]);
        if (seconds % 60 == 0) return at;
        target[at++] = (byte)':';
        return at + Digits(seconds % 60, 2, target[at..]);
    }

    /// <summary>TIMESTAMP in microseconds: <c>2024-02-29T12:00:00.000000</c>; with zone, <c>+00:00</c> after it.</summary>
    public static int Timestamp(long micros, bool withZone, Span<byte> target, byte separator = (byte)'T')
    {
        if (micros == long.MaxValue) return Word("infinity", target);
        if (micros == -long.MaxValue) return Word("-infinity", target);
        var day = Math.DivRem(micros, MicrosPerDay, out var rest);
        if (rest < 0) (day, rest) = (day - 1, rest + MicrosPerDay);
        var at = WriteDate(day, target);
        target[at++] = separator;
        at += WriteTime(rest, 6, target[at..]);
        return withZone ? at + Word("+00:00", target[at..]) : at;
    }

    /// <summary>TIMESTAMP_NS: nine digits.</summary>
    public static int TimestampNanos(long nanos, Span<byte> target, byte separator = (byte)'T')
    {
        if (nanos == long.MaxValue) return Word("infinity", target);
        if (nanos == -long.MaxValue) return Word("-infinity", target);
        var day = Math.DivRem(nanos, NanosPerDay, out var rest);
        if (rest < 0) (day, rest) = (day - 1, rest + NanosPerDay);
        var at = WriteDate(day, target);
        target[at++] = separator;
        return at + WriteTime(rest, 9, target[at..]);
    }

    /// <summary>An instant in nanoseconds where it is to be told from a timestamp: with <c>+00:00</c> after it.</summary>
    public static int InstantNanos(long nanos, Span<byte> target)
    {
        var at = TimestampNanos(nanos, target);
        return nanos is long.MaxValue or -long.MaxValue ? at : at + Word("+00:00", target[at..]);
    }

    /// <summary>Whole seconds or milliseconds as microseconds; the two infinite values stay what they are.</summary>
    public static long ToMicros(long value, long unit) => value is long.MaxValue or -long.MaxValue ? value : value * unit;

    // Days to a civil date by eras of 400 years, which all have 146097 days; the year begins in March, so that the leap day is the last.
    static int WriteDate(long days, Span<byte> target)
    {
        const int DaysPerEra = 146_097;
        var shifted = days + 719_468;
        var era = (shifted >= 0 ? shifted : shifted - DaysPerEra + 1) / DaysPerEra;
        var dayOfEra = (int)(shifted - (era * DaysPerEra));
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1;
        var month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        var at = 0;
        if (year < 0) target[at++] = (byte)'-';
        var magnitude = (int)Math.Abs(year);
        at += Digits(magnitude, magnitude > 99_999 ? 6 : magnitude > 9999 ? 5 : 4, target[at..]);
        target[at++] = (byte)'-';
        at += Digits(month, 2, target[at..]);
        target[at++] = (byte)'-';
        return at + Digits(day, 2, target[at..]);
    }

    static int WriteTime(long value, int fractionDigits, Span<byte> target)
    {
        var unit = fractionDigits == 9 ? MicrosPerSecond * 1000 : MicrosPerSecond;
        var seconds = (int)Math.DivRem(value, unit, out var fraction);
        var at = Digits(seconds / 3600, 2, target);
        target[at++] = (byte)':';
        at += Digits(seconds / 60 % 60, 2, target[at..]);
        target[at++] = (byte)':';
        at += Digits(seconds % 60, 2, target[at..]);
        target[at++] = (byte)'.';
        return at + Digits((int)fraction, fractionDigits, target[at..]);
    }

    static int Digits(int value, int count, Span<byte> target)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
        return count;
    }

    static int Word(string word, Span<byte> target)
    {
        for (var i = 0; i < word.Length; i++) target[i] = (byte)word[i];
        return word.Length;
    }
}
