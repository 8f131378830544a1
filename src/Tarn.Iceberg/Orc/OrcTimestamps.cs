using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Orc;

/// <summary>Seconds from the beginning of 2015 and, in a second stream, nanoseconds. ORC specification v1, "Timestamp Columns".</summary>
/// <remarks>
/// A plain timestamp counts from midnight of the writer's own zone and means the time on the wall there; an instant counts from UTC. The Java writer rounds seconds before 1970 to zero, and readers take
/// it back by the rule that its reader has; the last second before 1970 cannot be taken back so, and is read as the reference reads it.
/// </remarks>
internal sealed class OrcTimestamps : OrcColumn
{
    const long NanosPerSecond = 1_000_000_000;
    const long NanosPerMilli = 1_000_000;

    /// <summary>Seconds from 1970 to 2015.</summary>
    const long Base = 1_420_070_400;

    /// <summary>What microseconds can count, less what is added to it: some 290,000 years.</summary>
    const long MaxSeconds = (long.MaxValue / 1_000_000) - (2 * Base);

    readonly OrcIntegers _seconds;
    readonly OrcIntegers _nanos;
    readonly bool _isNanos;
    readonly TimeZoneInfo? _zone;
    readonly long _base = Base;

    public OrcTimestamps(OrcStripe stripe, OrcType type)
    {
        _seconds = stripe.Integers(type.Column, OrcStreamKind.Data, isSigned: true);
        _nanos = stripe.Integers(type.Column, OrcStreamKind.Secondary, isSigned: false);
        _isNanos = type.IsNanos;
        if (type.Kind is OrcKind.TimestampInstant || stripe.WriterTimeZone is "" or "UTC" or "GMT") return;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(stripe.WriterTimeZone, out _zone))
            throw CorruptData.Unsupported("ORC", $"its timestamps are of the time zone '{stripe.WriterTimeZone}', which this system does not know. Install the package tzdata");
        _base -= (long)_zone.GetUtcOffset(new DateTime(2015, 1, 1, 0, 0, 0, DateTimeKind.Unspecified)).TotalSeconds;
    }

    protected override object Value()
    {
        var seconds = _seconds.Next();
        if (seconds is < -MaxSeconds or > MaxSeconds) throw CorruptData.In("ORC", $"a timestamp is {seconds} seconds from 2015");
        seconds += _base;
        var nanos = Nanos(_nanos.Next());
        if (seconds * 1000 + (nanos / NanosPerMilli) < 0 && nanos >= NanosPerMilli) seconds--;
        if (_zone is not null) seconds += Offset(seconds);
        if (!_isNanos) return (seconds * 1_000_000) + (nanos / 1000);
        return ((Int128)seconds * NanosPerSecond) + nanos is var all && all >= long.MinValue && all <= long.MaxValue ? (long)all : throw CorruptData.In("ORC", $"a timestamp of {seconds} seconds has no room in nanoseconds");
    }

    /// <summary>The lowest three bits say how many zeros were cut off: none, or one more than they say.</summary>
    static long Nanos(long stored)
    {
        var (zeros, value) = ((int)stored & 7, stored >>> 3);
        for (var i = zeros == 0 ? 0 : zeros + 1; i > 0 && value < NanosPerSecond; i--) value *= 10;
        return value < NanosPerSecond ? value : throw CorruptData.In("ORC", $"a second has {value} nanoseconds");
    }

    long Offset(long seconds)
    {
        // Beyond the years of the calendar here, the zone's first or last rule holds.
        var inYears = Math.Clamp(seconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        return (long)_zone!.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(inYears)).TotalSeconds;
    }
}
