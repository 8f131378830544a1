using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Tarn.Operate.Metrics;

/// <summary>The metrics of this process, and their text for Prometheus.</summary>
public sealed partial class MetricRegistry
{
    /// <summary>Of the exposition format that <see cref="Write"/> writes.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    readonly ConcurrentDictionary<string, Metric> metrics = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<Action> collectors = new();

    /// <summary>A number that only grows.</summary>
    /// <exception cref="ArgumentException">The name or a label is not acceptable, or the name is taken.</exception>
    public Counter Counter(string name, string help, params string[] labels) => Add(new Counter(name, help, labels));

    /// <summary>A number that goes up and down.</summary>
    /// <exception cref="ArgumentException">The name or a label is not acceptable, or the name is taken.</exception>
    public Gauge Gauge(string name, string help, params string[] labels) => Add(new Gauge(name, help, labels));

    /// <summary>A distribution in fixed buckets.</summary>
    /// <param name="name">With its unit: <c>…_seconds</c>.</param>
    /// <param name="help">One line.</param>
    /// <param name="bounds">Upper bounds, ascending, without infinity.</param>
    /// <param name="labels">Names of labels.</param>
    /// <exception cref="ArgumentException">The name, a bound or a label is not acceptable, or the name is taken.</exception>
    public Histogram Histogram(string name, string help, IReadOnlyList<double> bounds, params string[] labels) => Add(new Histogram(name, help, bounds, labels));

    /// <summary>Runs before each exposition: for values that are read rather than counted.</summary>
    public void OnCollect(Action collect) => collectors.Enqueue(collect);

    /// <summary>All metrics in Prometheus' text format 0.0.4, sorted by name.</summary>
    public string Write()
    {
        foreach (var collect in collectors) collect();
        var text = new StringBuilder();
        foreach (var metric in metrics.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal)) metric.Write(text);
        return text.ToString();
    }

    T Add<T>(T metric) where T : Metric
    {
        if (!MetricName().IsMatch(metric.Name)) throw new ArgumentException($"\"{metric.Name}\" is no metric name.", nameof(metric));
        foreach (var label in metric.Labels)
            if (!LabelName().IsMatch(label) || label.StartsWith("__", StringComparison.Ordinal) || label == "le")
                throw new ArgumentException($"\"{label}\" is no label name.", nameof(metric));
        if (!metrics.TryAdd(metric.Name, metric)) throw new ArgumentException($"There is a metric \"{metric.Name}\" already.", nameof(metric));
        return metric;
    }

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$", RegexOptions.CultureInvariant)]
    private static partial Regex MetricName();

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex LabelName();
}
