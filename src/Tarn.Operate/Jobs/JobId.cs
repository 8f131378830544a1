namespace Tarn.Operate.Jobs;

/// <summary>A job's name: a UUID of version 7 (RFC 9562, section 5.7), whose text sorts by time.</summary>
public readonly record struct JobId(Guid Value)
{
    public static JobId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static bool TryParse(string? text, out JobId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new JobId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
