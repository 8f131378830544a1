namespace Tarn.Operate.Jobs;

/// <summary>How often the runner talks to the store.</summary>
/// <param name="Heartbeat">Between two signs of life; also how long a cancel from another process may take to arrive.</param>
/// <param name="WriteDelay">Records of queries are collected this long and written together.</param>
/// <param name="Silence">A job of another host is lost when its heartbeat is this old.</param>
public sealed record JobTimings(TimeSpan Heartbeat, TimeSpan WriteDelay, TimeSpan Silence)
{
    public static JobTimings Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(2));
}
