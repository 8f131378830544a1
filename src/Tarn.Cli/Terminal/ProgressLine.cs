using Tarn.Engine.Sessions;

namespace Tarn.Cli.Terminal;

/// <summary>One line that says how far work is: bar, rows, bytes, rate, time left.</summary>
static class ProgressLine
{
    const int BarCells = 24;

    public static string Format(string label, WorkProgress progress, TimeSpan elapsed, int width)
    {
        var parts = new List<string> { label };
        if (progress.Fraction is { } fraction) parts.Add($"{Bar(fraction)} {Math.Clamp(fraction, 0, 1) * 100,3:0}%");
        else parts.Add(progress.Phase);
        if (progress.Rows > 0) parts.Add($"{Count(progress.Rows)} rows");
        if (progress.Bytes > 0) parts.Add(Bytes(progress.Bytes));
        if (progress.Rows > 0 && elapsed > TimeSpan.FromSeconds(0.5)) parts.Add($"{Count((long)(progress.Rows / elapsed.TotalSeconds))} rows/s");
        parts.Add(Left(progress.Fraction, elapsed) is { } left ? $"{Duration(elapsed)}, {Duration(left)} left" : Duration(elapsed));
        var line = string.Join("  ", parts);
        return line.Length < width ? line : line[..Math.Max(0, width - 1)];
    }

    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        double value = bytes;
        var unit = 0;
        for (; value >= 1000 && unit < units.Length - 1; unit++) value /= 1000;
        return unit == 0 ? $"{bytes} B" : $"{value:0.0} {units[unit]}";
    }

    public static string Count(long n) => n switch
    {
        >= 10_000_000 => $"{n / 1e6:0.0}M",
        >= 10_000 => $"{n / 1e3:0.0}k",
        _ => n.ToString(),
    };

    public static string Duration(TimeSpan t) => t.TotalSeconds switch
    {
        < 10 => $"{t.TotalSeconds:0.0} s",
        < 90 => $"{t.TotalSeconds:0} s",
        < 5400 => $"{(int)t.TotalMinutes} min {t.Seconds:00} s",
        _ => $"{(int)t.TotalHours} h {t.Minutes:00} min",
    };

    /// <summary>Linear from what is done; nothing is promised in the first two percent.</summary>
    static TimeSpan? Left(double? fraction, TimeSpan elapsed) =>
        fraction is > 0.02 and < 1 ? elapsed * ((1 - fraction.Value) / fraction.Value) : null;

    static string Bar(double fraction)
    {
        var full = (int)Math.Round(Math.Clamp(fraction, 0, 1) * BarCells);
        return string.Concat(new string('█', full), new string('░', BarCells - full));
    }
}
