using System.Globalization;

namespace Tarn.Engine.Writes;

/// <summary>How much a manifest tells of a column: <c>none</c>, <c>counts</c>, <c>truncate(n)</c>, <c>full</c>.</summary>
/// <param name="HasCounts">Sizes and counts of values, nulls and NaNs.</param>
/// <param name="BoundLength">0 for no bounds; the longest bound in code points or bytes; <see cref="int.MaxValue"/> for whole values.</param>
public readonly record struct MetricsMode(bool HasCounts, int BoundLength)
{
    public static MetricsMode None { get; } = new(false, 0);

    public static MetricsMode Default { get; } = new(true, 16);

    /// <exception cref="EngineException">The text is no mode.</exception>
    public static MetricsMode Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var mode = text.Trim().ToLowerInvariant();
        return mode switch
        {
            "none" => None,
            "counts" => new(true, 0),
            "full" => new(true, int.MaxValue),
            _ when mode.StartsWith("truncate(", StringComparison.Ordinal) && mode.EndsWith(')')
                && int.TryParse(mode.AsSpan(9, mode.Length - 10), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0 => new(true, length),
            _ => throw new EngineException(EngineErrorKind.InvalidInput, $"'{text}' is no metrics mode: expected none, counts, truncate(n) or full."),
        };
    }
}
