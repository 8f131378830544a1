namespace Tarn.Operate.Jobs;

/// <summary>A job's name: a UUID of version 7 (RFC 9562, section 5.7), whose text sorts by time.</summary>
public readonly record struct JobId(Guid Value) : IComparable<JobId>
{
    public static bool operator <(JobId left, JobId right) => left.CompareTo(right) < 0;

    public static bool operator >(JobId left, JobId right) => left.CompareTo(right) > 0;

    public static bool operator <=(JobId left, JobId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(JobId left, JobId right) => left.CompareTo(right) >= 0;

    public static JobId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>No job that was made at or after an instant has a lesser id.</summary>
    public static JobId Least(DateTimeOffset instant)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, instant.ToUnixTimeMilliseconds() << 16);
        return new JobId(new Guid(bytes, bigEndian: true));
    }

    public static bool TryParse(string? text, out JobId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new JobId(value);
        return parsed;
    }

    /// <summary>The order of the texts, which is that of time.</summary>
    public int CompareTo(JobId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
