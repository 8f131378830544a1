using System.Globalization;

namespace Tarn.Project.Yaml;

/// <summary>A number of bytes, written with an optional unit: decimal (kB, MB, GB, TB) or binary (KiB, MiB, GiB, TiB).</summary>
public readonly record struct ByteSize(long Bytes)
{
    static readonly (string Unit, long Factor)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
    ];

    public static ByteSize MiB(long count) => new(count << 20);

    public static ByteSize GiB(long count) => new(count << 30);

    public static bool TryParse(string text, out ByteSize size)
    {
        size = default;
        var (unit, factor) = Units.FirstOrDefault(entry => text.EndsWith(entry.Unit, StringComparison.OrdinalIgnoreCase), ("", 1));
        var digits = text.AsSpan(0, text.Length - unit.Length).Trim();
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return false;
        if (count > long.MaxValue / factor) return false;
        size = new ByteSize((long)(count * factor));
        return true;
    }

    /// <summary>In the largest binary unit that is exact: <c>128MiB</c>.</summary>
    public override string ToString()
    {
        foreach (var (unit, factor) in Units.Take(4).Reverse())
            if (Bytes >= factor && Bytes % factor == 0) return FormattableString.Invariant($"{Bytes / factor}{unit}");
        return FormattableString.Invariant($"{Bytes}");
    }
}
