using System.Text;

namespace Tarn.Operate.Metrics;

/// <summary>A number that goes up and down.</summary>
public sealed class Gauge : Metric
{
    readonly SeriesSet<Cell> series;

    internal Gauge(string name, string help, IReadOnlyList<string> labels) : base(name, help, labels)
    {
        series = new SeriesSet<Cell>(labels.Count, () => new Cell());
        if (labels.Count == 0) _ = series.Of([]);
    }

    private protected override string Type => "gauge";

    public void Set(double value, params ReadOnlySpan<string> labels) => series.Of(labels).Set(value);

    public void Add(double amount, params ReadOnlySpan<string> labels) => series.Of(labels).Add(amount);

    private protected override void WriteSamples(StringBuilder text)
    {
        foreach (var (values, cell) in series.All()) WriteSample(text, "", values, null, cell.Value);
    }
}
