using System.Globalization;

namespace Tarn.Project.Yaml;

/// <summary>Durations as files write them: a whole number and a unit.</summary>
public static class DurationText
{
    static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Long enough for any retention, short enough for arithmetic on instants.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>False for any other text.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (unit, length) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            if (!long.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
            if (count > Longest / length) return false;
            duration = length * count;
            return true;
        }
        return false;
    }

    /// <summary>In the greatest unit that gives a whole number.</summary>
    public static string Format(TimeSpan duration)
    {
        foreach (var (unit, length) in Units.Where(entry => entry.Unit != "ms"))
            if (duration >= length && duration.Ticks % length.Ticks == 0) return FormattableString.Invariant($"{duration.Ticks / length.Ticks}{unit}");
        return FormattableString.Invariant($"{(long)duration.TotalMilliseconds}ms");
    }
}
