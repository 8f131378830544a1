using System.Text;

namespace Tarn.Operate.Metrics;

/// <summary>A number that only grows.</summary>
public sealed class Counter : Metric
{
    readonly SeriesSet<Cell> series;

    internal Counter(string name, string help, IReadOnlyList<string> labels) : base(name, help, labels)
    {
        series = new SeriesSet<Cell>(labels.Count, () => new Cell());
        if (labels.Count == 0) _ = series.Of([]);
    }

    private protected override string Type => "counter";

    /// <exception cref="ArgumentOutOfRangeException">The amount is negative: rates would be wrong for whoever reads the counter.</exception>
    public void Add(double amount, params ReadOnlySpan<string> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        series.Of(labels).Add(amount);
    }

    /// <summary>For totals that somebody else counts, such as the operating system.</summary>
    internal void Set(double total) => series.Of([]).Set(total);

    private protected override void WriteSamples(StringBuilder text)
    {
        foreach (var (values, cell) in series.All()) WriteSample(text, "", values, null, cell.Value);
    }
}
