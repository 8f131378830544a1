using System.Collections.Concurrent;

namespace Tarn.Operate.Metrics;

/// <summary>The time series of a metric by the values of their labels, bounded in number.</summary>
/// <remarks>
/// A label that takes user input would grow without end, here and in whoever scrapes. Beyond the bound everything new is counted in one series
/// whose values are all <c>other</c>: totals stay right, and the name says that detail is missing.
/// </remarks>
sealed class SeriesSet<T>(int labels, Func<T> create) where T : class
{
    public const int MaxSeries = 1000;

    public const string Overflow = "other";

    readonly ConcurrentDictionary<SeriesKey, T> series = new();
    readonly SeriesKey overflow = new(Enumerable.Repeat(Overflow, labels).ToArray());

    public T Of(ReadOnlySpan<string> values)
    {
        if (values.Length != labels) throw new ArgumentException($"The metric has {labels} labels, not {values.Length}.", nameof(values));
        var key = new SeriesKey(values.ToArray());
        if (series.TryGetValue(key, out var found)) return found;
        return series.GetOrAdd(series.Count < MaxSeries ? key : overflow, static (_, make) => make(), create);
    }

    public IEnumerable<(IReadOnlyList<string> Values, T Series)> All() =>
        series.OrderBy(entry => string.Join('\0', entry.Key.Values), StringComparer.Ordinal).Select(entry => (entry.Key.Values, entry.Value));
}
