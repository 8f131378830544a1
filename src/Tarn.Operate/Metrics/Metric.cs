using System.Globalization;
using System.Text;

namespace Tarn.Operate.Metrics;

/// <summary>A named family of time series.</summary>
public abstract class Metric
{
    private protected Metric(string name, string help, IReadOnlyList<string> labels) => (Name, Help, Labels) = (name, help, [.. labels]);

    public string Name { get; }

    public string Help { get; }

    public IReadOnlyList<string> Labels { get; }

    /// <summary>"counter", "gauge" or "histogram".</summary>
    private protected abstract string Type { get; }

    internal void Write(StringBuilder text)
    {
        _ = text.Append("# HELP ").Append(Name).Append(' ').Append(EscapeHelp(Help)).Append('\n')
            .Append("# TYPE ").Append(Name).Append(' ').Append(Type).Append('\n');
        WriteSamples(text);
    }

    private protected abstract void WriteSamples(StringBuilder text);

    /// <param name="text">Gets the line.</param>
    /// <param name="suffix">"_bucket", "_sum", "_count" or nothing.</param>
    /// <param name="values">Of the labels, in their order.</param>
    /// <param name="bound">Of a bucket.</param>
    /// <param name="value">The sample.</param>
    private protected void WriteSample(StringBuilder text, string suffix, IReadOnlyList<string> values, string? bound, double value)
    {
        _ = text.Append(Name).Append(suffix);
        var pairs = Labels.Zip(values).Select(pair => $"{pair.First}=\"{EscapeLabel(pair.Second)}\"");
        if (bound is not null) pairs = pairs.Append($"le=\"{bound}\"");
        var labels = string.Join(',', pairs);
        if (labels.Length > 0) _ = text.Append('{').Append(labels).Append('}');
        _ = text.Append(' ').Append(Number(value)).Append('\n');
    }

    private protected static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    static string EscapeHelp(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    static string EscapeLabel(string text) => EscapeHelp(text).Replace("\"", "\\\"", StringComparison.Ordinal);
}
