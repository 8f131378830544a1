using System.Text;

namespace Tarn.Operate.Metrics;

/// <summary>A distribution in fixed buckets.</summary>
public sealed class Histogram : Metric
{
    readonly double[] bounds;
    readonly SeriesSet<Buckets> series;

    internal Histogram(string name, string help, IReadOnlyList<double> bounds, IReadOnlyList<string> labels) : base(name, help, labels)
    {
        this.bounds = [.. bounds];
        if (this.bounds.Any(bound => !double.IsFinite(bound)) || this.bounds.Zip(this.bounds.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw new ArgumentException("Bounds are finite and ascend.", nameof(bounds));
        series = new SeriesSet<Buckets>(labels.Count, () => new Buckets(this.bounds.Length + 1));
        if (labels.Count == 0) _ = series.Of([]);
    }

    /// <summary>From a millisecond to ten minutes: statements as well as syncs.</summary>
    public static IReadOnlyList<double> Seconds { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

    private protected override string Type => "histogram";

    public void Observe(double value, params ReadOnlySpan<string> labels)
    {
        var at = Array.BinarySearch(bounds, value);
        series.Of(labels).Observe(at < 0 ? ~at : at, value);
    }

    private protected override void WriteSamples(StringBuilder text)
    {
        foreach (var (values, buckets) in series.All())
        {
            var (counts, sum) = buckets.Read();
            var total = 0L;
            for (var i = 0; i < counts.Length; i++)
            {
                total += counts[i];
                WriteSample(text, "_bucket", values, Number(i < bounds.Length ? bounds[i] : double.PositiveInfinity), total);
            }
            WriteSample(text, "_sum", values, null, sum);
            WriteSample(text, "_count", values, null, total);
        }
    }
}
